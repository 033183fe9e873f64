/* SPDX-License-Identifier: MIT */
/* getrandom, /dev/urandom, /dev/zero, /dev/null, /dev/full: lengths and kinds, not values. */
#include "observe.h"

#include <sys/random.h>

static int differ(const unsigned char *a, const unsigned char *b, int count)
{
	return memcmp(a, b, count) != 0;
}

int main(void)
{
	unsigned char a[256] = { 0 }, b[256] = { 0 };
	show("getrandom", getrandom(a, sizeof a, 0));
	show("getrandom again", getrandom(b, sizeof b, 0));
	yes("they differ", differ(a, b, sizeof a));
	show("getrandom of 1", getrandom(a, 1, 0));
	show("getrandom of 0", getrandom(a, 0, 0));
	show("GRND_NONBLOCK", getrandom(a, 16, GRND_NONBLOCK));
	ok("an unknown flag", getrandom(a, 16, 0x100));
	ok("getentropy", getentropy(a, 32));
	ok("getentropy of 257", getentropy(a, 257));
	int fd = open("/dev/urandom", O_RDONLY);
	show("read of /dev/urandom", read(fd, a, sizeof a));
	read(fd, b, sizeof b);
	yes("they differ", differ(a, b, sizeof a));
	close(fd);
	fd = open("/dev/random", O_RDONLY);
	show("read of /dev/random", read(fd, a, 16));
	close(fd);
	fd = open("/dev/zero", O_RDWR);
	show("read of /dev/zero", read(fd, a, sizeof a));
	yes("all zero", a[0] == 0 && a[255] == 0);
	show("write to /dev/zero", write(fd, a, 100));
	close(fd);
	fd = open("/dev/full", O_RDWR);
	show("read of /dev/full", read(fd, a, 10));
	ok("write to /dev/full", write(fd, a, 10));
	close(fd);
	fd = open("/dev/null", O_RDWR);
	show("read of /dev/null", read(fd, a, 10));
	show("write to /dev/null", write(fd, a, 10));
	show("lseek of /dev/null", lseek(fd, 100, SEEK_SET));
	return 0;
}
