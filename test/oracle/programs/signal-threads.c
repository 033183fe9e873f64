/* SPDX-License-Identifier: MIT */
/* Signals and threads: whom they reach, whose mask counts. */
#include "observe.h"

#include <pthread.h>
#include <sys/syscall.h>

static pthread_t main_thread;
static volatile int ready, done;
static volatile int by_main, by_other;

static void on_signal(int signal)
{
	(void)signal;
	if (pthread_equal(pthread_self(), main_thread)) by_main++;
	else by_other++;
}

static void *waits(void *argument)
{
	sigset_t set;
	(void)argument;
	sigemptyset(&set);
	sigaddset(&set, SIGUSR2);
	pthread_sigmask(SIG_UNBLOCK, &set, NULL);
	ready = 1;
	while (!done) sleep_ms(2);
	return NULL;
}

static void *inherits(void *argument)
{
	sigset_t set;
	(void)argument;
	pthread_sigmask(SIG_BLOCK, NULL, &set);
	yes("a thread inherits the mask", sigismember(&set, SIGUSR2));
	sigpending(&set);
	yes("but nothing pending of its own", !sigismember(&set, SIGUSR1));
	return NULL;
}

static void *takes(void *argument)
{
	int number;
	sigwait(argument, &number);
	say("sigwait in a thread: %s", signal_name(number));
	return NULL;
}

static void tell(const char *label)
{
	sleep_ms(20);
	say("%s: main %d, other %d", label, by_main, by_other);
	by_main = by_other = 0;
}

int main(void)
{
	pthread_t thread;
	sigset_t set;
	main_thread = pthread_self();
	signal(SIGUSR1, on_signal);
	signal(SIGUSR2, on_signal);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR2);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	pthread_create(&thread, NULL, inherits, NULL);
	pthread_join(thread, NULL);
	pthread_create(&thread, NULL, waits, NULL);
	while (!ready) sleep_ms(2);

	kill(getpid(), SIGUSR2);
	tell("kill where only the other takes it");
	code("pthread_kill", pthread_kill(thread, SIGUSR1));
	tell("pthread_kill of the other");
	code("pthread_kill of itself", pthread_kill(main_thread, SIGUSR1));
	tell("pthread_kill of main");
	ok("tgkill", syscall(SYS_tgkill, getpid(), gettid(), SIGUSR1));
	tell("tgkill of main");
	ok("tgkill in another process", syscall(SYS_tgkill, 1, gettid(), SIGUSR1));
	ok("tkill of nobody", syscall(SYS_tkill, 99999, SIGUSR1));
	pthread_kill(main_thread, SIGUSR2);
	tell("pthread_kill of main, which blocks it");
	sigpending(&set);
	yes("it is pending for main", sigismember(&set, SIGUSR2));
	done = 1;
	pthread_join(thread, NULL);

	sigemptyset(&set);
	sigaddset(&set, SIGHUP);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	pthread_create(&thread, NULL, takes, &set);
	sleep_ms(10);
	kill(getpid(), SIGHUP);
	pthread_join(thread, NULL);
	code("pthread_kill with signal 0", pthread_kill(main_thread, 0));
	code("pthread_kill with signal 99", pthread_kill(main_thread, 99));
	return 0;
}
