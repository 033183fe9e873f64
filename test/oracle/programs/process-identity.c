/* SPDX-License-Identifier: MIT */
/* User and group ids, and what a user who is not root may not do. */
#include "observe.h"

#include <grp.h>
#include <sys/resource.h>
#include <sys/stat.h>

static void ids(const char *label)
{
	uid_t ruid, euid, suid;
	gid_t rgid, egid, sgid;
	getresuid(&ruid, &euid, &suid);
	getresgid(&rgid, &egid, &sgid);
	say("%s: uid %d %d %d gid %d %d %d", label, ruid, euid, suid, rgid, egid, sgid);
}

static int effective(void)
{
	ok("seteuid", seteuid(1000));
	ids("effective user");
	ok("open root's file", open("secret", O_RDONLY));
	ok("back to root", seteuid(0));
	ok("open root's file as root", open("secret", O_RDONLY));
	ok("setreuid", setreuid(1000, 1001));
	ids("swapped");
	ok("setreuid exchanges", setreuid(1001, 1000));
	ids("exchanged");
	ok("setuid to root", setuid(0));
	ok("setresuid to a stranger", setresuid(7, 7, 7));
	return 0;
}

static int whole(void)
{
	gid_t groups[8];
	struct stat status;
	gid_t wanted[] = { 50, 60 };
	ok("setgroups", setgroups(2, wanted));
	show("getgroups", getgroups(8, groups));
	say("groups %d %d", groups[0], groups[1]);
	ok("getgroups into too little", getgroups(1, groups));
	ok("setgid", setgid(2000));
	ok("setuid", setuid(1000));
	ids("whole");
	ok("setgroups without right", setgroups(2, wanted));
	ok("setgid without right", setgid(0));
	ok("setuid without right", setuid(0));
	ok("open what is another's", open("secret", O_RDONLY));
	ok("open what the group may read", open("shared", O_RDONLY));
	ok("write what the group may read", open("shared", O_WRONLY));
	ok("unlink in another's folder", unlink("secret"));
	ok("chown", chown("shared", 1000, 1000));
	ok("chmod of another's", chmod("shared", 0777));
	ok("kill init", kill(1, SIGTERM));
	ok("setpriority up", setpriority(PRIO_PROCESS, 0, -5));
	ok("setpriority down", setpriority(PRIO_PROCESS, 0, 5));
	ok("sethostname", sethostname("x", 1));
	ok("chroot", chroot("."));
	ok("mknod", mknod("device", S_IFCHR | 0600, 259));
	ok("create in the open folder", open("open/mine", O_WRONLY | O_CREAT, 0666));
	need("stat", stat("open/mine", &status));
	say("its owner is %d %d", status.st_uid, status.st_gid);
	ok("unlink of another's in a sticky folder", unlink("sticky/roots"));
	ok("access by real ids", access("secret", R_OK));
	return 0;
}

int main(int argc, char **argv)
{
	if (argc > 1) return !strcmp(argv[1], "effective") ? effective() : whole();
	umask(022);
	ids("at the start");
	chmod(".", 0755);
	close(need("open", open("secret", O_WRONLY | O_CREAT, 0600)));
	close(need("open", open("shared", O_WRONLY | O_CREAT, 0640)));
	need("chown", chown("shared", 0, 60));
	mkdir("open", 0777);
	chmod("open", 0777);
	mkdir("sticky", 0777);
	chmod("sticky", 01777);
	close(need("open", open("sticky/roots", O_WRONLY | O_CREAT, 0666)));
	say("effective: %s", ending(ended(again("effective", NULL))));
	say("whole: %s", ending(ended(again("whole", NULL))));
	return 0;
}
