/* SPDX-License-Identifier: MIT */
/* In the place of src/internal/ksigaction.h: the kernel's structure ends with the mask. */
#include <features.h>

struct k_sigaction {
	void (*handler)(int);
	unsigned long flags;
	unsigned mask[2];
	void (*restorer)(void);
};

hidden void __restore(), __restore_rt();
