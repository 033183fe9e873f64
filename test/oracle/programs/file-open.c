/* SPDX-License-Identifier: MIT */
/* open: its flags, and everything it refuses. */
#include "observe.h"

#include <sys/stat.h>

static long size_of(const char *path)
{
	struct stat status;
	return stat(path, &status) ? -1 : (long)status.st_size;
}

static void creates(void)
{
	int fd;
	char text[8] = "";
	ok("open of nothing", open("a", O_RDWR));
	ok("O_CREAT | O_EXCL", fd = open("a", O_RDWR | O_CREAT | O_EXCL, 0640));
	ok("O_CREAT | O_EXCL once more", open("a", O_RDWR | O_CREAT | O_EXCL, 0640));
	ok("O_CREAT of what is there", open("a", O_RDWR | O_CREAT, 0600));
	show("write", write(fd, "123456", 6));
	close(fd);
	fd = open("a", O_WRONLY | O_APPEND);
	lseek(fd, 0, SEEK_SET);
	show("write under O_APPEND", write(fd, "78", 2));
	show("the offset is the end", lseek(fd, 0, SEEK_CUR));
	ok("read of a file to write", read(fd, text, 1));
	close(fd);
	fd = open("a", O_RDONLY);
	ok("write of a file to read", write(fd, "x", 1));
	show("read", read(fd, text, 8));
	say("'%.8s'", text);
	close(fd);
	fd = open("a", O_RDWR);
	write(fd, "ab", 2);
	show("size without O_TRUNC", size_of("a"));
	close(fd);
	close(open("a", O_WRONLY | O_TRUNC));
	show("size after O_TRUNC", size_of("a"));
	struct stat status;
	stat("a", &status);
	say("mode %04o", status.st_mode & 07777);
}

static void kinds(void)
{
	char text[8];
	mkdir("d", 0755);
	symlink("a", "link");
	symlink("nowhere", "dangling");
	symlink("loop", "loop");
	ok("a folder to read", open("d", O_RDONLY));
	ok("a folder to write", open("d", O_WRONLY));
	ok("a folder with O_CREAT", open("d", O_RDONLY | O_CREAT, 0600));
	ok("O_DIRECTORY of a folder", open("d", O_RDONLY | O_DIRECTORY));
	ok("O_DIRECTORY of a file", open("a", O_RDONLY | O_DIRECTORY));
	ok("read of a folder", read(open("d", O_RDONLY), text, 1));
	ok("a link", open("link", O_RDONLY));
	ok("O_NOFOLLOW of a link", open("link", O_RDONLY | O_NOFOLLOW));
	ok("a dangling link", open("dangling", O_RDONLY));
	ok("O_CREAT | O_EXCL of a dangling link",
		open("dangling", O_WRONLY | O_CREAT | O_EXCL, 0600));
	ok("O_CREAT of a dangling link", open("dangling", O_WRONLY | O_CREAT, 0600));
	ok("its target is made", access("nowhere", F_OK));
	ok("a link to itself", open("loop", O_RDONLY));
	ok("below a file", open("a/b", O_RDONLY));
	ok("a trailing slash of a file", open("a/", O_RDONLY));
	ok("an empty name", open("", O_RDONLY));
	char name[300];
	memset(name, 'n', sizeof name);
	name[299] = 0;
	ok("a name of 299 bytes", open(name, O_RDONLY));
	ok("a device", open("/dev/null", O_RDWR));
	ok("a fifo that nobody reads", (mkfifo("fifo", 0600), open("fifo", O_WRONLY | O_NONBLOCK)));
	ok("a fifo that nobody writes", open("fifo", O_RDONLY | O_NONBLOCK));
}

static void paths(void)
{
	struct stat status;
	int fd = open("d", O_RDONLY | O_DIRECTORY), path, other;
	ok("openat", other = openat(fd, "inside", O_WRONLY | O_CREAT, 0600));
	ok("openat ..", openat(fd, "../a", O_RDONLY));
	ok("openat below a file", openat(other, "x", O_RDONLY));
	ok("openat of a closed descriptor", openat(99, "x", O_RDONLY));
	ok("O_PATH", path = open("a", O_PATH));
	ok("read of it", read(path, &status, 1));
	ok("fstat of it", fstat(path, &status));
	ok("close", close(path));
	ok("close once more", close(path));
	yes("O_CLOEXEC sets the flag",
		fcntl(open("a", O_RDONLY | O_CLOEXEC), F_GETFD) == FD_CLOEXEC);
	yes("the lowest number is taken", (close(other), open("a", O_RDONLY)) == other);
	ok("creat", creat("c", 0600));
	int tmp = open(".", O_TMPFILE | O_RDWR, 0600);
	yes("O_TMPFILE works or says no", tmp >= 0 || errno == EOPNOTSUPP);
}

int main(void)
{
	umask(022);
	creates();
	kinds();
	paths();
	return 0;
}
