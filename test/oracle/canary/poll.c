/* SPDX-License-Identifier: MIT */
/* Breaks poll-epoll: epoll_ctl makes every watch a level-triggered one. */
#include <sys/epoll.h>

int __real_epoll_ctl(int set, int operation, int fd, struct epoll_event *event);

int __wrap_epoll_ctl(int set, int operation, int fd, struct epoll_event *event)
{
	struct epoll_event level;
	if (event) {
		level = *event;
		level.events &= ~(EPOLLET | EPOLLONESHOT);
		event = &level;
	}
	return __real_epoll_ctl(set, operation, fd, event);
}
