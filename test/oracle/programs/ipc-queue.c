/* SPDX-License-Identifier: MIT */
/* POSIX message queues: priorities, limits, notification, descriptors. */
#include "observe.h"

#include <mqueue.h>
#include <poll.h>

int main(void)
{
	char text[64] = "";
	unsigned priority = 0;
	struct mq_attr attributes = { .mq_maxmsg = 3, .mq_msgsize = 16 };
	struct timespec until;
	mqd_t queue = mq_open("/oracle", O_RDWR | O_CREAT | O_EXCL, 0600, &attributes);
	ok("mq_open", queue);
	ok("mq_open exclusively again", mq_open("/oracle", O_RDWR | O_CREAT | O_EXCL, 0600, NULL));
	ok("mq_open of nothing", mq_open("/none", O_RDWR));
	ok("low", mq_send(queue, "low", 4, 1));
	ok("high", mq_send(queue, "high", 5, 9));
	ok("middle", mq_send(queue, "middle", 7, 5));
	clock_gettime(CLOCK_REALTIME, &until);
	ok("to a full queue", mq_timedsend(queue, "x", 1, 1, &until));
	mq_getattr(queue, &attributes);
	show("messages", attributes.mq_curmsgs);
	for (int i = 0; i < 3; i++) {
		show("mq_receive", mq_receive(queue, text, sizeof text, &priority));
		say("'%s', priority %u", text, priority);
	}
	ok("from an empty queue", mq_timedreceive(queue, text, sizeof text, NULL, &until));
	ok("into too little", mq_receive(queue, text, 3, NULL));
	ok("a message too long", mq_send(queue, "more than sixteen bytes", 24, 1));
	attributes.mq_flags = O_NONBLOCK;
	ok("mq_setattr", mq_setattr(queue, &attributes, NULL));
	ok("without waiting", mq_receive(queue, text, sizeof text, NULL));

	struct sigevent event = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1 };
	sigset_t set;
	siginfo_t info = { 0 };
	event.sigev_value.sival_int = 31;
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, NULL);
	ok("mq_notify", mq_notify(queue, &event));
	ok("mq_notify again", mq_notify(queue, &event));
	struct pollfd one = { queue, POLLIN, 0 };
	show("poll of an empty queue", poll(&one, 1, 0));
	mq_send(queue, "x", 1, 0);
	show("poll", poll(&one, 1, 0));
	say("told by %s", signal_name(sigwaitinfo(&set, &info)));
	yes("its code is SI_MESGQ", info.si_code == SI_MESGQ);
	show("its value", info.si_value.sival_int);
	ok("mq_unlink", mq_unlink("/oracle"));
	ok("mq_unlink again", mq_unlink("/oracle"));
	show("it goes on without a name", mq_receive(queue, text, sizeof text, NULL));
	ok("mq_close", mq_close(queue));
	return 0;
}
