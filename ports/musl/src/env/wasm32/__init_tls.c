/* SPDX-License-Identifier: MIT */
/*
 * In the place of src/env/__init_tls.c. The linker lays a TLS block out: __wasm_init_tls(block)
 * copies the initial data and sets __tls_base. struct pthread lies just below the block, so that
 * __pthread_self() is __tls_base minus its size.
 */
#define SYSCALL_NO_TLS 1
#include <stddef.h>
#include <sys/mman.h>
#include "pthread_impl.h"
#include "libc.h"
#include "atomic.h"
#include "syscall.h"

volatile int __thread_list_lock;

void __wasm_init_tls(void *);

static uintptr_t no_dtv[1];

/* enough for a program with little thread-local data */
static struct {
	_Alignas(16) char mem[sizeof(struct pthread) + 256];
} builtin_tls;

int __init_tp(void *p)
{
	pthread_t td = p;
	td->self = td;
	__set_thread_area(TP_ADJ(p));
	libc.can_do_threads = 1;
	td->detach_state = DT_JOINABLE;
	td->tid = __syscall(SYS_set_tid_address, &__thread_list_lock);
	td->locale = &libc.global_locale;
	td->robust_list.head = &td->robust_list.head;
	td->sysinfo = __sysinfo;
	td->next = td->prev = td;
	return 0;
}

void *__copy_tls(unsigned char *mem)
{
	void *own = __builtin_wasm_tls_base();
	mem += -((uintptr_t)mem + sizeof(struct pthread)) & (libc.tls_align - 1);
	__wasm_init_tls(mem + sizeof(struct pthread));
	/* the block may be another thread's: __wasm_init_tls has made it this one's */
	__set_thread_area(own);
	((pthread_t)mem)->dtv = no_dtv;
	return mem;
}

void __init_tls(size_t *aux)
{
	void *mem = &builtin_tls;
	size_t align = __builtin_wasm_tls_align();

	libc.tls_align = align < 16 ? 16 : align;
	libc.tls_size = sizeof(struct pthread) + __builtin_wasm_tls_size()
		+ 2*libc.tls_align & -16;
	if (libc.tls_size > sizeof builtin_tls) {
		mem = __mmap(0, libc.tls_size, PROT_READ|PROT_WRITE,
			MAP_ANONYMOUS|MAP_PRIVATE, -1, 0);
		if (mem == MAP_FAILED) a_crash();
	}
	__init_tp(__copy_tls(mem));
}
