/* SPDX-License-Identifier: MIT */
/* The content of a jmp_buf. Its place in memory is known to the compiler as `thrown` alone. */
#include <stdint.h>

struct jump_buffer {
	void *activation;
	uint32_t label;
	struct {
		void *env;
		int value;
	} thrown;
	unsigned long stack_limit;
};
