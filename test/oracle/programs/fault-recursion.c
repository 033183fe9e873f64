/* SPDX-License-Identifier: MIT */
/* Stack overflow through pointers, in turns, with large frames, in libc, and with a handler. */
#include "observe.h"

static volatile int forever = 1;
static int (*volatile through)(int);

__attribute__((noinline)) static int by_pointer(int level)
{
	volatile char frame[100];
	frame[level % 100] = 1;
	return forever ? through(level + 1) + frame[level % 100] : level;
}

static int odd(int level);

__attribute__((noinline)) static int even(int level)
{
	volatile char frame[50];
	frame[level % 50] = 1;
	return forever ? odd(level + 1) + frame[level % 50] : level;
}

__attribute__((noinline)) static int odd(int level)
{
	volatile char frame[70];
	frame[level % 70] = 1;
	return forever ? even(level + 1) + frame[level % 70] : level;
}

__attribute__((noinline)) static int large(int level)
{
	volatile char frame[100000];
	frame[level] = 1;
	return forever ? large(level + 1) + frame[level] : level;
}

static int compare(const void *a, const void *b)
{
	int array[4] = { 4, 3, 2, 1 };
	(void)a;
	(void)b;
	if (forever) qsort(array, 4, sizeof *array, compare);
	return array[0];
}

static void told(int signal)
{
	say("handler of %s", signal_name(signal));
	_exit(51);
}

static int child(const char *mode)
{
	int array[2] = { 2, 1 };
	static char stack[65536];
	through = by_pointer;
	if (!strcmp(mode, "by pointer")) return by_pointer(0);
	if (!strcmp(mode, "in turns")) return even(0);
	if (!strcmp(mode, "large frames")) return large(0);
	if (!strcmp(mode, "in libc")) qsort(array, 2, sizeof *array, compare);
	if (!strcmp(mode, "with a handler")) {
		struct sigaction action = { 0 };
		stack_t other = { .ss_sp = stack, .ss_size = sizeof stack };
		sigaltstack(&other, NULL);
		action.sa_handler = told;
		action.sa_flags = SA_ONSTACK;
		sigaction(SIGSEGV, &action, NULL);
		return even(0);
	}
	return 0;
}

int main(int argc, char **argv)
{
	static const char *const modes[] = {
		"by pointer", "in turns", "large frames", "in libc", "with a handler",
	};
	if (argc > 1) return child(argv[1]);
	for (size_t i = 0; i < sizeof modes / sizeof *modes; i++)
		say("%s: %s", modes[i], ending(ended(again(modes[i], NULL))));
	return 0;
}
