/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A process's address space is the memory of its wasm instance. The host makes the instance; the
 * kernel keeps its handle and, as indices in its own function table, the functions of the bridge
 * module that copies between both memories (ports/linux/bridge/bridge.wat).
 */
#ifndef _ASM_WASM_MMU_H
#define _ASM_WASM_MMU_H

#ifndef __ASSEMBLY__
typedef struct {
	unsigned long end_brk;		/* mm/nommu.c wants it */
	int handle;			/* the host's name of the instance, 0: none */
	/* bytes that could not be copied or cleared */
	unsigned long (*copy_from)(void *to, const void *from, unsigned long n);
	unsigned long (*copy_to)(void *to, const void *from, unsigned long n);
	unsigned long (*clear)(void *to, unsigned long n);
	/* length without the NUL, or -EFAULT */
	long (*strncpy_from)(char *to, const char *from, long n);
	/* length with the NUL, 0 on a fault */
	long (*strnlen)(const char *from, long n);
} mm_context_t;
#endif

#endif
