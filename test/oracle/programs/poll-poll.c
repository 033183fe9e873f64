/* SPDX-License-Identifier: MIT */
/* poll, ppoll, select and pselect over files, pipes and sockets; time-outs and masks. */
#include "observe.h"

#include <poll.h>
#include <sys/select.h>
#include <sys/socket.h>

static volatile int handled;

static void on_signal(int signal)
{
	(void)signal;
	handled++;
}

static void polls(const int *pipe_fds)
{
	char byte;
	struct pollfd one = { pipe_fds[0], POLLIN, 0 };
	struct pollfd several[4] = {
		{ pipe_fds[1], POLLOUT, 0 }, { -1, POLLIN, 77 }, { 99, POLLIN, 0 },
		{ open("/dev/null", O_RDWR), POLLIN | POLLOUT, 0 },
	};
	int64_t start = now_ms();
	show("poll with a time-out", poll(&one, 1, 30));
	yes("it took its time", now_ms() - start >= 30);
	show("poll of nothing", poll(NULL, 0, 0));
	show("poll of four", poll(several, 4, -1));
	yes("the pipe can be written", several[0].revents == POLLOUT);
	yes("a negative one is left out", several[1].revents == 0);
	yes("a closed one is invalid", several[2].revents == POLLNVAL);
	yes("a device can be read and written", several[3].revents == (POLLIN | POLLOUT));
	write(pipe_fds[1], "x", 1);
	one.events = 0;
	show("poll for nothing of a full one", poll(&one, 1, 0));
	one.events = POLLIN | POLLPRI;
	show("poll for input", poll(&one, 1, -1));
	yes("that is it", one.revents == POLLIN);
	read(pipe_fds[0], &byte, 1);
	ok("poll of too many", poll(&one, 1u << 30, 0));
}

static void masks(const int *pipe_fds)
{
	struct pollfd one = { pipe_fds[0], POLLIN, 0 };
	struct timespec none = { 0, 0 }, some = { 0, 30000000 }, wrong = { 0, -5 };
	sigset_t usr1, open;
	sigemptyset(&open);
	sigemptyset(&usr1);
	sigaddset(&usr1, SIGUSR1);
	signal(SIGUSR1, on_signal);
	sigprocmask(SIG_BLOCK, &usr1, NULL);
	raise(SIGUSR1);
	show("ppoll with nothing", ppoll(&one, 1, &none, NULL));
	show("handled", handled);
	ok("ppoll that opens the mask", ppoll(&one, 1, &some, &open));
	show("handled", handled);
	show("ppoll to its end", ppoll(&one, 1, &some, &open));
	ok("ppoll of a wrong time", ppoll(&one, 1, &wrong, NULL));
	raise(SIGUSR1);
	fd_set set;
	FD_ZERO(&set);
	FD_SET(pipe_fds[0], &set);
	ok("pselect that opens the mask", pselect(pipe_fds[0] + 1, &set, NULL, NULL, &some, &open));
	show("handled", handled);
}

static void selects(const int *pipe_fds)
{
	fd_set in, out, other;
	struct timeval time = { 0, 30000 };
	FD_ZERO(&in);
	FD_ZERO(&out);
	FD_SET(pipe_fds[0], &in);
	int64_t start = now_ms();
	show("select with a time-out", select(pipe_fds[0] + 1, &in, NULL, NULL, &time));
	yes("it took its time", now_ms() - start >= 30);
	yes("the set is empty", !FD_ISSET(pipe_fds[0], &in));
	FD_SET(pipe_fds[0], &in);
	FD_SET(pipe_fds[1], &out);
	other = in;
	write(pipe_fds[1], "x", 1);
	show("select of both", select(pipe_fds[1] + 1, &in, &out, &other, NULL));
	yes("input", FD_ISSET(pipe_fds[0], &in));
	yes("output", FD_ISSET(pipe_fds[1], &out));
	yes("nothing else", !FD_ISSET(pipe_fds[0], &other));
	FD_ZERO(&in);
	int closed = dup(0);
	close(closed);
	FD_SET(closed, &in);
	time.tv_usec = 0;
	ok("select of a closed one", select(closed + 1, &in, NULL, NULL, &time));
	ok("select of -1", select(-1, NULL, NULL, NULL, &time));
	time.tv_sec = -1;
	ok("select of a wrong time", select(0, NULL, NULL, NULL, &time));
	start = now_ms();
	time = (struct timeval){ 0, 20000 };
	show("select as a sleep", select(0, NULL, NULL, NULL, &time));
	yes("it took its time", now_ms() - start >= 20);
}

int main(void)
{
	int fds[2];
	need("pipe", pipe(fds));
	polls(fds);
	masks(fds);
	selects(fds);
	return 0;
}
