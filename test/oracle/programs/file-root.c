/* SPDX-License-Identifier: MIT */
/* chroot, and programs that are busy: neither written while they run nor run while written. */
#include "observe.h"

#include <sys/stat.h>

static void copy_itself(const char *to)
{
	char block[65536];
	long count;
	int in = need("open", open("/proc/self/exe", O_RDONLY | O_CLOEXEC));
	int out = need("open", open(to, O_WRONLY | O_CREAT | O_CLOEXEC, 0755));
	while ((count = read(in, block, sizeof block)) > 0) need("write", write(out, block, count));
	close(in);
	close(out);
}

static int in_new_root(void)
{
	char path[64];
	struct stat root, parent;
	ok("chdir", chdir("jail"));
	ok("chroot", chroot("."));
	say("getcwd '%s'", getcwd(path, sizeof path));
	ok("a file of it", access("/inside", F_OK));
	ok("a file outside", access("/proc", F_OK));
	stat("/", &root);
	stat("/..", &parent);
	yes("its parent is itself", root.st_ino == parent.st_ino);
	ok("a link that leads out", access("/out", F_OK));
	ok("chroot to a file", chroot("/inside"));
	ok("chroot to nothing", chroot("/none"));
	return 0;
}

int main(int argc, char **argv)
{
	pid_t pid;
	char *const words[] = { "copy", "waits", NULL };
	if (argc > 1) {
		if (!strcmp(argv[1], "root")) return in_new_root();
		for (;;) pause();
	}
	mkdir("jail", 0755);
	close(need("open", open("jail/inside", O_WRONLY | O_CREAT, 0600)));
	symlink("/proc/version", "jail/out");
	say("root: %s", ending(ended(again("root", NULL))));

	copy_itself("copy");
	code("the copy starts", posix_spawn(&pid, "./copy", NULL, NULL, words, environ));
	ok("open of it to write", open("copy", O_WRONLY));
	ok("open of it to read", open("copy", O_RDONLY));
	ok("truncate of it", truncate("copy", 0));
	ok("rename of it", rename("copy", "renamed"));
	ok("unlink of it", unlink("renamed"));
	kill(pid, SIGTERM);
	say("it %s", ending(ended(pid)));
	copy_itself("copy");
	int fd = open("copy", O_WRONLY | O_CLOEXEC);
	code("start of one that is open to write",
		posix_spawn(&pid, "./copy", NULL, NULL, words, environ));
	close(fd);
	code("start when it is closed", posix_spawn(&pid, "./copy", NULL, NULL, words, environ));
	kill(pid, SIGTERM);
	say("it %s", ending(ended(pid)));
	return 0;
}
