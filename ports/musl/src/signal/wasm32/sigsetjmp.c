/* SPDX-License-Identifier: MIT */
/*
 * In the place of src/signal/sigsetjmp.c and sigsetjmp_tail.c. The compiler knows only calls of
 * the name setjmp, so that sigsetjmp is a macro (patch 0001) with one of these on either side.
 */
#include <setjmp.h>
#include <signal.h>
#include "syscall.h"

struct __jmp_buf_tag *__sigsetjmp_head(sigjmp_buf jb, int save)
{
	jb->__fl = save;
	return jb;
}

/* saves the mask the first time; after the jump, on the old stack again, puts it back */
int __sigsetjmp_tail(sigjmp_buf jb, int ret)
{
	void *mask = jb->__ss;
	if (jb->__fl)
		__syscall(SYS_rt_sigprocmask, SIG_SETMASK, ret ? mask : 0, ret ? 0 : mask, _NSIG/8);
	return ret;
}
