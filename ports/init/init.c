/* SPDX-License-Identifier: MIT */
/*
 * PID 1 of a simulated host: makes the root ready, then does what the records of the control device
 * say, at the virtual time at which they come, and takes the status of every process that ends.
 */
#include "control.h"
#include "init.h"
#include "spawn.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

static int fatal(const char *what)
{
	fprintf(stderr, "init: %s: %s\n", what, strerror(errno));
	return 1;
}

static int open_child_signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	if (sigprocmask(SIG_BLOCK, &set, NULL))
		return -1;
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static void obey(char *record, size_t length)
{
	struct record_header header;
	char *payload = record + sizeof header;

	if (length < sizeof header) {
		report_failure(0, EINVAL, "record without a header", NULL);
		return;
	}
	memcpy(&header, record, sizeof header);
	length -= sizeof header;
	switch (header.kind) {
	case RECORD_CONFIGURE:
		configure(header.id, payload, length);
		break;
	case RECORD_START:
		start_program(header.id, payload, length);
		break;
	case RECORD_SIGNAL:
		signal_program(header.id, payload, length);
		break;
	case RECORD_SIGNAL_ALL:
		signal_all(header.id, payload, length);
		break;
	default:
		report_failure(header.id, EINVAL, "record of an unknown kind", NULL);
	}
}

int main(void)
{
	struct pollfd ready[2] = { { .events = POLLIN }, { .events = POLLIN } };
	struct signalfd_siginfo info;
	char *record;
	size_t length;

	if (prepare_root())
		return fatal("cannot mount /dev");
	if (open_control())
		return fatal("cannot open the control device");
	if (set_scheduler(0, SCHED_FIFO, INIT_PRIORITY))
		report_failure(0, errno, "sched_setscheduler", NULL);
	ready[0].fd = open_child_signals();
	if (ready[0].fd < 0)
		return fatal("signalfd");
	ready[1].fd = control.in;
	for (;;) {
		if (poll(ready, 2, -1) < 0 && errno != EINTR)
			return fatal("poll");
		if (ready[0].revents) {
			while (read(ready[0].fd, &info, sizeof info) > 0)
				continue;
			reap();
		}
		if (ready[1].revents && (length = read_record(&record)))
			obey(record, length);
	}
}
