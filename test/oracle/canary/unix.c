/* SPDX-License-Identifier: MIT */
/* Breaks unix-rights: sendmsg drops what goes beside the bytes. */
#include <stddef.h>
#include <sys/socket.h>

ssize_t __real_sendmsg(int fd, const struct msghdr *message, int flags);

ssize_t __wrap_sendmsg(int fd, const struct msghdr *message, int flags)
{
	struct msghdr plain = *message;
	plain.msg_control = NULL;
	plain.msg_controllen = 0;
	return __real_sendmsg(fd, &plain, flags);
}
