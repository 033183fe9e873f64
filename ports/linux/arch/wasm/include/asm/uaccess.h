/* SPDX-License-Identifier: GPL-2.0-only */
/* The contract of asm-generic/uaccess.h over the functions of the process's bridge (asm/mmu.h). */
#ifndef _ASM_WASM_UACCESS_H
#define _ASM_WASM_UACCESS_H

#include <linux/string.h>
#include <linux/unaligned.h>

unsigned long wasm_copy_from_user(void *to, const void *from, unsigned long n);
unsigned long wasm_copy_to_user(void *to, const void *from, unsigned long n);
unsigned long wasm_clear_user(void *to, unsigned long n);

static inline __must_check unsigned long
raw_copy_from_user(void *to, const void __user *from, unsigned long n)
{
	return wasm_copy_from_user(to, (const void __force *)from, n);
}

static inline __must_check unsigned long
raw_copy_to_user(void __user *to, const void *from, unsigned long n)
{
	return wasm_copy_to_user((void __force *)to, from, n);
}

#define __clear_user __clear_user
static inline __must_check unsigned long __clear_user(void __user *to, unsigned long n)
{
	return wasm_clear_user((void __force *)to, n);
}

/* Every address of the kernel's memory can be read; one beyond it traps and ends the host. */
#define __get_kernel_nofault(dst, src, type, err_label)			\
do {									\
	*((type *)dst) = get_unaligned((type *)(src));			\
	if (0)								\
		goto err_label;						\
} while (0)

#define __put_kernel_nofault(dst, src, type, err_label)			\
do {									\
	put_unaligned(*((type *)src), (type *)(dst));			\
	if (0)								\
		goto err_label;						\
} while (0)

#define INLINE_COPY_FROM_USER
#define INLINE_COPY_TO_USER
#include <asm-generic/uaccess.h>

#endif
