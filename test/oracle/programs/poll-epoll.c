/* SPDX-License-Identifier: MIT */
/* epoll: level and edge, one shot, nesting, and what may not be added. */
#include "observe.h"

#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

static int set;

static long control(int operation, int fd, unsigned events, int data)
{
	struct epoll_event event = { .events = events, .data.u32 = data };
	return epoll_ctl(set, operation, fd, &event);
}

static void wait_for(const char *label, int timeout_ms)
{
	struct epoll_event events[4];
	char text[100] = "";
	int count = epoll_wait(set, events, 4, timeout_ms);
	int order[5] = { 0 };
	for (int i = 0; i < count; i++) order[events[i].data.u32 % 5] = events[i].events;
	for (int i = 0; i < 5; i++) {
		char one[40];
		if (!order[i]) continue;
		snprintf(one, sizeof one, " %d:%s%s%s%s%s", i, order[i] & EPOLLIN ? "IN" : "",
			order[i] & EPOLLOUT ? "OUT" : "", order[i] & EPOLLHUP ? "HUP" : "",
			order[i] & EPOLLERR ? "ERR" : "", order[i] & EPOLLRDHUP ? "RDHUP" : "");
		strcat(text, one);
	}
	say("%s: %d%s", label, count, text);
}

static void triggers(void)
{
	int fds[2];
	char byte;
	need("pipe", pipe(fds));
	ok("add", control(EPOLL_CTL_ADD, fds[0], EPOLLIN, 1));
	ok("add once more", control(EPOLL_CTL_ADD, fds[0], EPOLLIN, 1));
	wait_for("nothing yet", 0);
	write(fds[1], "ab", 2);
	wait_for("level", 0);
	wait_for("level again", 0);
	ok("change to edge", control(EPOLL_CTL_MOD, fds[0], EPOLLIN | EPOLLET, 1));
	wait_for("edge", 0);
	wait_for("edge again", 0);
	read(fds[0], &byte, 1);
	wait_for("edge after a partial read", 0);
	write(fds[1], "c", 1);
	wait_for("edge after a write", 0);
	ok("change to one shot", control(EPOLL_CTL_MOD, fds[0], EPOLLIN | EPOLLONESHOT, 2));
	wait_for("one shot", 0);
	write(fds[1], "d", 1);
	wait_for("one shot is spent", 0);
	ok("arm it again", control(EPOLL_CTL_MOD, fds[0], EPOLLIN | EPOLLONESHOT, 3));
	wait_for("armed", 0);
	ok("remove", control(EPOLL_CTL_DEL, fds[0], 0, 0));
	ok("remove once more", control(EPOLL_CTL_DEL, fds[0], 0, 0));
	ok("change what is not there", control(EPOLL_CTL_MOD, fds[0], EPOLLIN, 0));
	control(EPOLL_CTL_ADD, fds[0], EPOLLIN, 1);
	control(EPOLL_CTL_ADD, fds[1], EPOLLOUT, 2);
	wait_for("two", 0);
	close(fds[1]);
	wait_for("the writer closed", 0);
	close(fds[0]);
	wait_for("both closed", 0);
}

static void sockets(void)
{
	int pair[2];
	need("socketpair", socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
	control(EPOLL_CTL_ADD, pair[0], EPOLLIN | EPOLLRDHUP, 4);
	shutdown(pair[1], SHUT_WR);
	wait_for("half closed", 0);
	close(pair[1]);
	wait_for("closed", 0);
	close(pair[0]);
}

static void nested_and_refused(void)
{
	int outer = set, event = eventfd(0, 0);
	int inner = epoll_create1(EPOLL_CLOEXEC);
	set = inner;
	control(EPOLL_CTL_ADD, event, EPOLLIN, 1);
	set = outer;
	ok("add one to another", control(EPOLL_CTL_ADD, inner, EPOLLIN, 2));
	wait_for("nothing within", 0);
	eventfd_write(event, 1);
	wait_for("something within", 0);
	struct pollfd poll_fd = { outer, POLLIN, 0 };
	show("poll of the outer", poll(&poll_fd, 1, 0));
	set = inner;
	ok("a circle", control(EPOLL_CTL_ADD, outer, EPOLLIN, 2));
	ok("itself", control(EPOLL_CTL_ADD, inner, EPOLLIN, 2));
	ok("a file", control(EPOLL_CTL_ADD, open("file", O_RDWR | O_CREAT, 0600), EPOLLIN, 2));
	ok("a closed one", control(EPOLL_CTL_ADD, 99, EPOLLIN, 2));
	ok("an unknown act", control(77, event, EPOLLIN, 2));
	struct epoll_event events[1];
	ok("wait for no events", epoll_wait(inner, events, 0, 0));
	ok("wait of what is no epoll", epoll_wait(event, events, 1, 0));
	ok("epoll_create of 0", epoll_create(0));
	ok("epoll_create1 of an unknown flag", epoll_create1(5));
	eventfd_t value;
	eventfd_read(event, &value);
	int64_t start = now_ms();
	show("epoll_wait with a time-out", epoll_wait(inner, events, 1, 30));
	yes("it took its time", now_ms() - start >= 30);
}

int main(void)
{
	set = epoll_create1(0);
	ok("epoll_create1", set);
	triggers();
	sockets();
	nested_and_refused();
	return 0;
}
