/* SPDX-License-Identifier: MIT */
/* Calls that block when a signal comes: EINTR, or made again under SA_RESTART, or never again. */
#include "observe.h"

#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>

static pid_t child;
static int pipe_fds[2], socket_fds[2], listener, client;
static volatile int handled;
static const struct sockaddr_un name = { AF_UNIX, "listener" };

/* The second signal gives a restarted call something to return with. */
static void on_alarm(int signal)
{
	(void)signal;
	if (++handled == 2) {
		write(pipe_fds[1], "x", 1);
		write(socket_fds[1], "x", 1);
		if (child > 0) kill(child, SIGKILL);
		connect(client, (struct sockaddr *)&name, sizeof name);
	}
}

static void alarms(int flags)
{
	struct sigaction action = { 0 };
	struct itimerval timer = { { 0, 30000 }, { 0, 30000 } };
	action.sa_handler = on_alarm;
	action.sa_flags = flags;
	sigaction(SIGALRM, &action, NULL);
	handled = 0;
	setitimer(ITIMER_REAL, &timer, NULL);
}

static void quiet(const char *label, long result)
{
	struct itimerval none = { 0 };
	int error = errno, times = handled;
	char byte[8];
	setitimer(ITIMER_REAL, &none, NULL);
	say("%s: %s after %d signal%s", label, result < 0 ? errno_name(error) : "ok", times,
		times == 1 ? "" : "s");
	fcntl(pipe_fds[0], F_SETFL, O_NONBLOCK);
	while (read(pipe_fds[0], byte, sizeof byte) > 0) { }
	fcntl(pipe_fds[0], F_SETFL, 0);
	while (recv(socket_fds[0], byte, sizeof byte, MSG_DONTWAIT) > 0) { }
}

static void each(const char *how, int flags)
{
	char byte, label[80];
	fd_set set;
	sem_t semaphore;
	struct pollfd poll_fd = { pipe_fds[0], POLLIN, 0 };
	struct epoll_event event = { .events = EPOLLIN };
	int epoll = epoll_create1(0);
	epoll_ctl(epoll, EPOLL_CTL_ADD, pipe_fds[0], &event);
	sem_init(&semaphore, 0, 0);
#define TRY(name, call) \
	alarms(flags); \
	snprintf(label, sizeof label, "%s %s", name, how); \
	quiet(label, call)
	TRY("read of a pipe", read(pipe_fds[0], &byte, 1));
	TRY("recv of a socket", recv(socket_fds[0], &byte, 1, 0));
	client = socket(AF_UNIX, SOCK_STREAM, 0);
	TRY("accept", accept(listener, NULL, NULL));
	close(client);
	client = -1;
	child = again("waits", NULL);
	TRY("waitpid", waitpid(child, NULL, 0));
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	child = 0;
	TRY("poll", poll(&poll_fd, 1, 2000));
	FD_ZERO(&set);
	FD_SET(pipe_fds[0], &set);
	TRY("select", select(pipe_fds[0] + 1, &set, NULL, NULL, NULL));
	TRY("epoll_wait", epoll_wait(epoll, &event, 1, 2000));
	struct timespec second = { 1, 0 };
	TRY("nanosleep", nanosleep(&second, NULL));
	TRY("pause", pause());
	sigset_t none;
	sigemptyset(&none);
	TRY("sigsuspend", sigsuspend(&none));
	if (!flags) {
		struct timespec until;
		clock_gettime(CLOCK_REALTIME, &until);
		until.tv_sec++;
		TRY("sem_timedwait", sem_timedwait(&semaphore, &until));
	}
	struct timeval timeout = { 1, 0 };
	setsockopt(socket_fds[0], SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
	TRY("recv with a timeout", recv(socket_fds[0], &byte, 1, 0));
	timeout.tv_sec = 0;
	setsockopt(socket_fds[0], SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
	close(epoll);
}

int main(int argc, char **argv)
{
	(void)argv;
	if (argc > 1) for (;;) pause();
	need("pipe", pipe(pipe_fds));
	need("socketpair", socketpair(AF_UNIX, SOCK_STREAM, 0, socket_fds));
	listener = socket(AF_UNIX, SOCK_STREAM, 0);
	bind(listener, (struct sockaddr *)&name, sizeof name);
	listen(listener, 5);
	each("with SA_RESTART", SA_RESTART);
	each("without SA_RESTART", 0);
	return 0;
}
