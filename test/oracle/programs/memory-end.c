/* SPDX-License-Identifier: MIT */
/* The end of memory: ENOMEM for what is too much, and life goes on after it is given back. */
#include "observe.h"

#include <sys/mman.h>
#include <sys/resource.h>

enum { STEP = 32 << 20, STEPS = 64 };

int main(void)
{
	static char *steps[STEPS];
	int got = 0;
	/* As much as a simulated process may have: 1 GiB. */
	struct rlimit limit = { 1 << 30, 1 << 30 };
	ok("setrlimit AS", setrlimit(RLIMIT_AS, &limit));
	while (got < STEPS) {
		char *step = mmap(NULL, STEP, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
			-1, 0);
		if (step == MAP_FAILED) break;
		step[0] = step[STEP - 1] = 'x';
		steps[got++] = step;
	}
	say("mmap past the end: %s", got < STEPS ? errno_name(errno) : "ok");
	yes("between 512 MiB and 1 GiB were there", got >= 16 && got <= 32);
	errno = 0;
	void *volatile block = malloc(STEP * 2);
	say("malloc past the end: %s", block ? "ok" : errno_name(errno));
	for (int i = 0; i < got; i++) munmap(steps[i], STEP);
	block = malloc(STEP * 2);
	yes("malloc after all is given back", block != NULL);
	if (block) ((char *)block)[STEP] = 'y';
	return 0;
}
