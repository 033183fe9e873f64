/* SPDX-License-Identifier: MIT */
/* sendfile, splice, tee, vmsplice, copy_file_range, fallocate, and seeking holes. */
#include "observe.h"

#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/uio.h>

static int fds[2];

static void piped(const char *label, int count)
{
	char text[64] = "";
	fcntl(fds[0], F_SETFL, O_NONBLOCK);
	read(fds[0], text, count);
	say("%s: '%s'", label, text);
}

static void pipes(int in)
{
	int second[2];
	off_t offset = 2;
	char text[16] = "";
	struct iovec part = { "vector", 6 };
	need("pipe", pipe(second));
	show("sendfile to a pipe", sendfile(fds[1], in, &offset, 5));
	show("its offset", offset);
	piped("sent", 5);
	show("the file's offset", lseek(in, 0, SEEK_CUR));
	show("sendfile without an offset", sendfile(fds[1], in, NULL, 3));
	show("the file's offset", lseek(in, 0, SEEK_CUR));
	piped("sent", 3);
	show("sendfile at the end", sendfile(fds[1], in, &(off_t){ 10 }, 5));
	ok("sendfile of a pipe", sendfile(fds[1], fds[0], NULL, 5));
	offset = 4;
	show("splice of a file into a pipe", splice(in, &offset, fds[1], NULL, 4, 0));
	show("tee into another", tee(fds[0], second[1], 4, 0));
	show("splice between pipes", splice(fds[0], NULL, second[1], NULL, 2, 0));
	show("read of both", read(second[0], text, sizeof text));
	say("'%s'", text);
	piped("the rest of the first", 2);
	ok("splice of an empty pipe", splice(fds[0], NULL, second[1], NULL, 2, SPLICE_F_NONBLOCK));
	ok("splice of two files", splice(in, NULL, in, NULL, 2, 0));
	show("vmsplice", vmsplice(fds[1], &part, 1, 0));
	piped("vmsplice", 6);
	ok("splice with an offset in a pipe", splice(fds[0], &offset, second[1], NULL, 2, 0));
}

static void copies(int in)
{
	char text[32] = "";
	off_t from = 1, to = 3;
	struct stat status;
	int out = need("open", open("b", O_RDWR | O_CREAT | O_TRUNC, 0600));
	show("copy_file_range", copy_file_range(in, &from, out, &to, 5, 0));
	say("offsets %d %d", (int)from, (int)to);
	pread(out, text, 5, 3);
	say("'%s'", text);
	ok("copy_file_range with flags", copy_file_range(in, &from, out, &to, 5, 1));
	ok("copy_file_range to a pipe", copy_file_range(in, &from, fds[1], NULL, 5, 0));
	show("sendfile to a file", sendfile(out, in, &(off_t){ 0 }, 10));
	fstat(out, &status);
	show("its size", status.st_size);
	show("SEEK_DATA", lseek(out, 0, SEEK_DATA));
	show("SEEK_HOLE finds the end", lseek(out, 0, SEEK_HOLE));
	ok("SEEK_DATA behind the end", lseek(out, 1000, SEEK_DATA));
	ok("fallocate of nothing", fallocate(out, 0, 0, 0));
	ok("fallocate of a pipe", fallocate(fds[1], 0, 0, 10));
	ok("fallocate of a file to read", fallocate(in, 0, 0, 100));
}

int main(void)
{
	int fd = need("open", open("a", O_RDWR | O_CREAT | O_TRUNC, 0600));
	write(fd, "0123456789", 10);
	close(fd);
	fd = need("open", open("a", O_RDONLY));
	need("pipe", pipe(fds));
	pipes(fd);
	copies(fd);
	return 0;
}
