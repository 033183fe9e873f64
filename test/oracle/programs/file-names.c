/* SPDX-License-Identifier: MIT */
/* link, symlink, readlink, rename, unlink, mkdir, rmdir. */
#include "observe.h"

#include <sys/stat.h>
#include <sys/syscall.h>

enum { NOREPLACE = 1 };

static void make(const char *path, const char *text)
{
	int fd = need("make", open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644));
	write(fd, text, strlen(text));
	close(fd);
}

static void content(const char *path)
{
	char text[32] = "";
	int fd = open(path, O_RDONLY);
	if (fd < 0) {
		say("%s: %s", path, errno_name(errno));
		return;
	}
	read(fd, text, sizeof text - 1);
	close(fd);
	say("%s: '%s'", path, text);
}

static long links(const char *path)
{
	struct stat status;
	return lstat(path, &status) ? -1 : (long)status.st_nlink;
}

static void linking(void)
{
	char text[16] = "";
	struct stat one, two;
	make("a", "text of a");
	ok("link", link("a", "b"));
	show("links", links("a"));
	stat("a", &one);
	stat("b", &two);
	yes("one file", one.st_ino == two.st_ino);
	ok("link to what is there", link("a", "b"));
	ok("link of nothing", link("none", "c"));
	ok("link of a folder", link(".", "c"));
	ok("symlink", symlink("a", "s"));
	ok("symlink to what is there", symlink("x", "s"));
	show("readlink", readlink("s", text, sizeof text));
	show("readlink into too little", readlink("d/../s", text, 0));
	show("readlink of a long one", (symlink("long target", "l"), readlink("l", text, 4)));
	say("'%.4s'", text);
	ok("readlink of a file", readlink("a", text, sizeof text));
	ok("symlink to nothing", symlink("", "e"));
	ok("linkat follows", linkat(AT_FDCWD, "s", AT_FDCWD, "t", AT_SYMLINK_FOLLOW));
	show("links", links("a"));
	ok("unlink", unlink("b"));
	show("links", links("a"));
	ok("unlink of a link", unlink("s"));
	content("a");
	ok("unlink of nothing", unlink("none"));
	ok("unlink of a folder", (mkdir("f", 0755), unlink("f")));
}

static void renaming(void)
{
	make("x", "text of x");
	make("y", "text of y");
	ok("rename over a file", rename("x", "y"));
	content("x");
	content("y");
	ok("rename to itself", rename("y", "y"));
	mkdir("d1", 0755);
	mkdir("d2", 0755);
	make("d1/in", "inside");
	ok("rename of a folder over an empty one", rename("d1", "d2"));
	content("d2/in");
	mkdir("d1", 0755);
	ok("rename over one that is not empty", rename("d1", "d2"));
	ok("rename of a folder over a file", rename("d1", "y"));
	ok("rename of a file over a folder", rename("y", "d1"));
	ok("rename into itself", rename("d2", "d2/sub"));
	ok("rename of nothing", rename("none", "z"));
	ok("rename to nowhere", rename("y", "none/z"));
	link("y", "y2");
	ok("rename of two names of one file", rename("y", "y2"));
	show("both are there", links("y"));
	ok("renameat2 NOREPLACE",
		syscall(SYS_renameat2, AT_FDCWD, "y", AT_FDCWD, "y2", NOREPLACE));
	unlink("y2");
	ok("an open file under its new name", rename("y", "d1/y"));
	content("d1/y");
}

static void folders(void)
{
	ok("mkdir", mkdir("m", 0755));
	ok("mkdir of what is there", mkdir("m", 0755));
	ok("mkdir below nothing", mkdir("none/m", 0755));
	ok("mkdir below a file", mkdir("a/m", 0755));
	ok("mkdir in it", mkdir("m/n", 0755));
	ok("rmdir of one that is not empty", rmdir("m"));
	ok("rmdir", rmdir("m/n"));
	ok("rmdir .", rmdir("m/."));
	ok("rmdir now", rmdir("m"));
	ok("rmdir of nothing", rmdir("m"));
	ok("rmdir of a file", rmdir("a"));
	ok("unlinkat of a folder", (mkdir("m", 0755), unlinkat(AT_FDCWD, "m", AT_REMOVEDIR)));
}

static void open_and_gone(void)
{
	char text[16] = "";
	struct stat status;
	make("gone", "still here");
	int fd = need("open", open("gone", O_RDWR));
	ok("unlink of an open file", unlink("gone"));
	ok("its name is gone", access("gone", F_OK));
	show("read of it", read(fd, text, sizeof text));
	show("write of it", pwrite(fd, "S", 1, 0));
	ok("fstat", fstat(fd, &status));
	show("links", (long)status.st_nlink);
	make("gone", "another");
	pread(fd, text, 5, 0);
	say("the old is '%.5s'", text);
	content("gone");
}

int main(void)
{
	linking();
	renaming();
	folders();
	open_and_gone();
	return 0;
}
