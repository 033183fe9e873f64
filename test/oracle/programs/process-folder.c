/* SPDX-License-Identifier: MIT */
/* Working folder and umask. */
#include "observe.h"

#include <sys/stat.h>

static const char *last(const char *path)
{
	const char *slash = path ? strrchr(path, '/') : NULL;
	return slash ? slash + 1 : errno_name(errno);
}

static int mode_of(const char *path)
{
	struct stat status;
	return stat(path, &status) ? -1 : (int)(status.st_mode & 07777);
}

int main(int argc, char **argv)
{
	char path[4096];
	if (argc > 1) {
		say("a child starts in '%s' with umask %03o", last(getcwd(path, sizeof path)),
			umask(0));
		return 0;
	}
	(void)argv;
	umask(022);
	ok("mkdir", mkdir("one", 0777));
	ok("mkdir below", mkdir("one/two", 0777));
	ok("chdir", chdir("one/two"));
	say("getcwd ends in '%s'", last(getcwd(path, sizeof path)));
	say("getcwd into two bytes: %s", getcwd(path, 2) ? "ok" : errno_name(errno));
	ok("chdir ..", chdir(".."));
	say("getcwd ends in '%s'", last(getcwd(path, sizeof path)));
	int fd = need("open", open("two", O_RDONLY | O_DIRECTORY));
	ok("fchdir", fchdir(fd));
	say("getcwd ends in '%s'", last(getcwd(path, sizeof path)));
	ok("rmdir of the working folder", rmdir("../two"));
	say("getcwd: %s", getcwd(path, sizeof path) ? "ok" : errno_name(errno));
	ok("create in it", open("x", O_WRONLY | O_CREAT, 0600));
	ok("open .", open(".", O_RDONLY));
	ok("chdir ..", chdir(".."));
	close(open("file", O_WRONLY | O_CREAT, 0644));
	ok("chdir to a file", chdir("file"));
	ok("chdir to nothing", chdir("nothing"));
	ok("chdir to an empty name", chdir(""));
	ok("fchdir to a file", fchdir(1));

	say("the umask was %03o", umask(077));
	close(open("private", O_WRONLY | O_CREAT, 0666));
	say("a file under umask 077: %04o", mode_of("private"));
	mkdir("private.d", 0777);
	say("a folder under umask 077: %04o", mode_of("private.d"));
	umask(0);
	close(open("public", O_WRONLY | O_CREAT, 0666));
	say("a file under umask 0: %04o", mode_of("public"));
	umask(0777);
	close(open("nobody", O_WRONLY | O_CREAT, 0666));
	say("a file under umask 777: %04o", mode_of("nobody"));
	umask(027);
	say("child: %s", ending(ended(again("child", NULL))));
	return 0;
}
