/* SPDX-License-Identifier: MIT */
/* dup, dup2, dup3, fcntl: what descriptors share and what they do not. */
#include "observe.h"

#include <sys/ioctl.h>
#include <sys/syscall.h>

int main(void)
{
	char text[8] = "";
	int fd = need("open", open("a", O_RDWR | O_CREAT | O_TRUNC, 0600));
	int other = dup(fd), number;
	ok("dup", other);
	write(fd, "abcdef", 6);
	show("the offset is shared", lseek(other, 0, SEEK_CUR));
	show("dup2", dup2(fd, 50));
	show("dup2 to itself", dup2(50, 50) == 50);
	ok("dup2 of a closed one", dup2(99, 51));
	ok("dup2 to a number too large", dup2(fd, 1 << 30));
	ok("dup2 to a negative number", dup2(fd, -1));
	ok("dup3 to itself", dup3(50, 50, 0));
	show("dup3 with O_CLOEXEC", dup3(fd, 51, O_CLOEXEC));
	show("its flag", fcntl(51, F_GETFD));
	show("the flag of its source", fcntl(fd, F_GETFD));
	ok("dup3 with another flag", syscall(SYS_dup3, fd, 52, O_APPEND));
	int file = open("/dev/null", O_RDONLY);
	yes("dup2 closes what was there", dup2(fd, file) == file && read(file, text, 1) == 0);

	show("F_DUPFD takes the lowest from 60", fcntl(fd, F_DUPFD, 60));
	show("F_DUPFD once more", fcntl(fd, F_DUPFD, 60));
	show("F_DUPFD_CLOEXEC", fcntl(fd, F_DUPFD_CLOEXEC, 60));
	show("its flag", fcntl(62, F_GETFD));
	show("F_SETFD", fcntl(62, F_SETFD, 0));
	show("its flag now", fcntl(62, F_GETFD));

	number = fcntl(fd, F_GETFL);
	yes("F_GETFL tells how it was opened", (number & O_ACCMODE) == O_RDWR);
	ok("F_SETFL", fcntl(fd, F_SETFL, O_APPEND | O_NONBLOCK));
	number = fcntl(other, F_GETFL);
	yes("status flags are shared", (number & O_APPEND) && (number & O_NONBLOCK));
	lseek(fd, 0, SEEK_SET);
	write(other, "gh", 2);
	show("O_APPEND works on both", lseek(fd, 0, SEEK_END));
	ok("F_SETFL cannot make it read only", fcntl(fd, F_SETFL, O_RDONLY));
	yes("it is as before", (fcntl(fd, F_GETFL) & O_ACCMODE) == O_RDWR);
	number = 1;
	ok("FIONBIO", ioctl(fd, FIONBIO, &number));
	yes("it is set", fcntl(fd, F_GETFL) & O_NONBLOCK);
	lseek(fd, 3, SEEK_SET);
	ok("FIONREAD", ioctl(fd, FIONREAD, &number));
	show("bytes to read", number);
	ok("FIOCLEX", ioctl(fd, FIOCLEX));
	show("its flag", fcntl(fd, F_GETFD));
	ok("an unknown ioctl", ioctl(fd, 0x1234, 0));
	ok("an ioctl of a terminal", ioctl(fd, TIOCGWINSZ, text));
	yes("isatty", isatty(fd));
	ok("an unknown fcntl", fcntl(fd, 9999));
	ok("fcntl of a closed one", fcntl(99, F_GETFL));
	close(fd);
	ok("the other is still open", lseek(other, 0, SEEK_SET));
	return 0;
}
