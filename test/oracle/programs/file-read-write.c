/* SPDX-License-Identifier: MIT */
/* Reading and writing: offsets, vectors, holes, sizes. */
#include "observe.h"

#include <sys/stat.h>
#include <sys/uio.h>

static int fd;

static long size(void)
{
	struct stat status;
	fstat(fd, &status);
	return status.st_size;
}

static void content(const char *label)
{
	char text[64], shown[64];
	long count = pread(fd, text, sizeof text - 1, 0);
	for (long i = 0; i < count; i++) shown[i] = text[i] ? text[i] : '.';
	shown[count < 0 ? 0 : count] = 0;
	say("%s: '%s'", label, shown);
}

static void offsets(void)
{
	char text[16] = "";
	show("write", write(fd, "0123456789", 10));
	show("lseek back", lseek(fd, 2, SEEK_SET));
	show("read", read(fd, text, 3));
	say("'%.3s'", text);
	show("pread leaves the offset", pread(fd, text, 4, 6));
	say("'%.4s'", text);
	show("lseek of 0", lseek(fd, 0, SEEK_CUR));
	show("pwrite", pwrite(fd, "XY", 2, 8));
	show("pwrite behind the end", pwrite(fd, "Z", 1, 14));
	content("with a hole");
	show("read across the end", pread(fd, text, 16, 12));
	show("read at the end", pread(fd, text, 16, 15));
	show("read behind the end", pread(fd, text, 16, 100));
	show("read of nothing", read(fd, text, 0));
	show("lseek from the end", lseek(fd, -1, SEEK_END));
	ok("lseek before the start", lseek(fd, -1, SEEK_SET));
	ok("lseek of an unknown kind", lseek(fd, 0, 9));
	show("lseek far behind the end", lseek(fd, 1000000, SEEK_SET));
	show("the size is as before", size());
	ok("pread of a negative offset", pread(fd, text, 1, -1));
	show("lseek past 4 GiB", lseek(fd, 5LL << 30, SEEK_SET) >> 30);
}

static void sizes(void)
{
	ok("ftruncate down", ftruncate(fd, 5));
	content("five");
	ok("ftruncate up", ftruncate(fd, 8));
	content("eight");
	ok("ftruncate negative", ftruncate(fd, -1));
	ok("truncate by name", truncate("a", 3));
	show("size", size());
	ok("truncate of nothing", truncate("nothing", 3));
	ok("truncate of a folder", truncate(".", 3));
	int reader = open("a", O_RDONLY);
	ok("ftruncate of a file to read", ftruncate(reader, 1));
	close(reader);
	ok("fsync", fsync(fd));
	ok("fdatasync", fdatasync(fd));
	ok("fsync of a closed one", fsync(99));
	code("posix_fadvise", posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL));
}

static void vectors(void)
{
	char one[4] = "", two[4] = "", many[8];
	struct iovec parts[3] = { { "abc", 3 }, { "", 0 }, { "defg", 4 } };
	struct iovec into[2] = { { one, 3 }, { two, 3 } };
	lseek(fd, 0, SEEK_SET);
	show("writev", writev(fd, parts, 3));
	lseek(fd, 1, SEEK_SET);
	show("readv", readv(fd, into, 2));
	say("'%.3s' '%.3s'", one, two);
	show("preadv", preadv(fd, into, 2, 4));
	say("'%.3s'", one);
	show("pwritev", pwritev(fd, parts, 1, 10));
	content("after pwritev");
	ok("writev of -1 parts", writev(fd, parts, -1));
	ok("writev of 1025 parts", writev(fd, parts, 1025));
	show("readv of no parts", readv(fd, into, 0));
	int appender = open("a", O_WRONLY | O_APPEND);
	pwrite(appender, "end", 3, 0);
	content("pwrite under O_APPEND appends");
	static char large[300000];
	memset(large, 'L', sizeof large);
	show("a write of 300000", pwrite(fd, large, sizeof large, 4000));
	memset(large, 0, sizeof large);
	show("a read of 300000", pread(fd, large, sizeof large, 4000));
	yes("its first and last byte", large[0] == 'L' && large[sizeof large - 1] == 'L');
	show("the hole before it", pread(fd, many, 8, 3000));
	yes("is zero", many[0] == 0 && many[7] == 0);
}

int main(void)
{
	fd = need("open", open("a", O_RDWR | O_CREAT | O_TRUNC, 0600));
	offsets();
	sizes();
	vectors();
	return 0;
}
