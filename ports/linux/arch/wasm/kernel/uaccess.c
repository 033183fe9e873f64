// SPDX-License-Identifier: GPL-2.0-only
/*
 * Copies between the kernel and a program: the contract of asm-generic/uaccess.h and of
 * lib/strncpy_from_user.c, over the process's bridge functions, which check bounds and refuse
 * addresses below 65536. Also the adoption and release of the process's instance.
 */
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/uaccess.h>
#include <asm/host.h>
#include <asm/mmu_context.h>

/* NULL: a kernel thread, or a task whose program is not made yet. */
static inline mm_context_t *user_context(void)
{
	struct mm_struct *mm = current->mm;

	return mm && mm->context.handle ? &mm->context : NULL;
}

unsigned long wasm_copy_from_user(void *to, const void *from, unsigned long n)
{
	mm_context_t *user = user_context();

	return user ? user->copy_from(to, from, n) : n;
}

unsigned long wasm_copy_to_user(void *to, const void *from, unsigned long n)
{
	mm_context_t *user = user_context();

	return user ? user->copy_to(to, from, n) : n;
}

unsigned long wasm_clear_user(void *to, unsigned long n)
{
	mm_context_t *user = user_context();

	return user ? user->clear(to, n) : n;
}

long strncpy_from_user(char *to, const char __user *from, long n)
{
	mm_context_t *user = user_context();

	if (n <= 0)
		return 0;
	return user ? user->strncpy_from(to, (const char __force *)from, n) : -EFAULT;
}

long strnlen_user(const char __user *from, long n)
{
	mm_context_t *user = user_context();

	if (n <= 0 || !user)
		return 0;
	return user->strnlen((const char __force *)from, n);
}

/* access_remote_vm() of mm/nommu.c: bytes that were copied. */
int wasm_access_mm(struct mm_struct *mm, unsigned long addr, void *buf, int len, bool write)
{
	mm_context_t *user = &mm->context;

	if (!user->handle)
		return 0;
	if (write)
		return len - user->copy_to((void *)addr, buf, len);
	return len - user->copy_from(buf, (const void *)addr, len);
}

/* Makes the instance `handle` the memory of `mm`, which releases it at its end. */
int wasm_adopt_instance(struct mm_struct *mm, int handle)
{
	mm_context_t *user = &mm->context;

	user->handle = handle;
	user->copy_from = (void *)host_user_function(handle, HOST_COPY_FROM_USER);
	user->copy_to = (void *)host_user_function(handle, HOST_COPY_TO_USER);
	user->clear = (void *)host_user_function(handle, HOST_CLEAR_USER);
	user->strncpy_from = (void *)host_user_function(handle, HOST_STRNCPY_FROM_USER);
	user->strnlen = (void *)host_user_function(handle, HOST_STRNLEN_USER);
	if (user->copy_from && user->copy_to && user->clear && user->strncpy_from &&
	    user->strnlen)
		return 0;
	return -ENOEXEC;
}

void wasm_release_instance(struct mm_struct *mm)
{
	int handle = mm->context.handle;

	if (!handle)
		return;
	mm->context.handle = 0;
	host_user_release(handle);
}
