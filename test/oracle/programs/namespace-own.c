/* SPDX-License-Identifier: MIT */
/* Namespaces made with unshare: host name, network, mounts; and who may make them. */
#include "inet.h"

#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/utsname.h>

static const char *node(void)
{
	static struct utsname name;
	uname(&name);
	return name.nodename;
}

static void *original(const char *kind)
{
	char path[64];
	snprintf(path, sizeof path, "/proc/self/ns/%s", kind);
	return (void *)(intptr_t)open(path, O_RDONLY);
}

static void network(void)
{
	struct ifreq r = { .ifr_name = "lo" };
	int before = (int)(intptr_t)original("net");
	int listener = listens(7000, 1);
	ok("unshare of the network", unshare(CLONE_NEWNET));
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	ok("its lo is there", ioctl(fd, SIOCGIFFLAGS, &r));
	yes("and down", !(r.ifr_flags & IFF_UP));
	ok("connect within", connect_to(fd, 7000));
	r.ifr_flags |= IFF_UP;
	ok("lo up", ioctl(fd, SIOCSIFFLAGS, &r));
	ok("the port is another's", connect_to(fd, 7000));
	ok("bind of the same port", bind_to(socket(AF_INET, SOCK_STREAM, 0), 7000));
	ok("setns back", setns(before, CLONE_NEWNET));
	ok("connect to the first", connect_to(socket(AF_INET, SOCK_STREAM, 0), 7000));
	ok("the socket stays where it was made", connect_to(fd, 7000));
	close(listener);
}

int main(int argc, char **argv)
{
	(void)argv;
	if (argc > 1) {
		say("a child sees '%s'", node());
		return 0;
	}
	sethostname("outside", 7);
	int uts = (int)(intptr_t)original("uts");
	ok("unshare of the host name", unshare(CLONE_NEWUTS));
	say("it begins as '%s'", node());
	sethostname("inside", 6);
	say("it is '%s'", node());
	ended(again("child", NULL));
	ok("setns back", setns(uts, CLONE_NEWUTS));
	say("outside it is '%s'", node());
	ok("setns to the wrong kind", setns(uts, CLONE_NEWNET));
	ok("setns of a file", setns(1, 0));
	network();
	ok("unshare of mounts", unshare(CLONE_NEWNS));
	mkdir("mounted", 0755);
	ok("private mounts", mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL));
	ok("mount", mount("none", "mounted", "tmpfs", 0, NULL));
	close(open("mounted/file", O_WRONLY | O_CREAT, 0600));
	ok("a file on it", access("mounted/file", F_OK));
	ok("rmdir of it", rmdir("mounted"));
	ok("umount", umount("mounted"));
	ok("the file is gone", access("mounted/file", F_OK));
	ok("umount of what is not mounted", umount("mounted"));
	ok("mount of an unknown kind", mount("none", "mounted", "nothing", 0, NULL));
	ok("unshare of an unknown kind", unshare(0x1));
	ok("unshare of files", unshare(CLONE_FILES));
	setuid(1000);
	ok("unshare as a user", unshare(CLONE_NEWUTS));
	ok("mount as a user", mount("none", "mounted", "tmpfs", 0, NULL));
	return 0;
}
