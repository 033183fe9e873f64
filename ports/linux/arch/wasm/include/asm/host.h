/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The boundary between the kernel and its host: what each calls of the other, under the names of
 * the table src/linux/boundary.ts, which a test compares with this image in both directions.
 *
 * Times are nanoseconds of the kernel's clock as f64: exact below 2^53, and no conversion to a
 * big integer in the host.
 */
#ifndef _ASM_WASM_HOST_H
#define _ASM_WASM_HOST_H

#include <linux/types.h>

#define HOST_IMPORT(name) __attribute__((import_module("host"), import_name(#name)))
#define WASM_EXPORT(name) __attribute__((export_name(#name), used))

struct task_struct;

/* What `stop` is told. */
enum host_stop_reason {
	HOST_HALT,
	HOST_RESTART,
	HOST_POWER_OFF,
	HOST_PANIC,
};

/* Second argument of `user_function`. */
enum host_user_function {
	HOST_USER_START = 1,
	HOST_USER_THREAD_ENTRY,
	HOST_USER_FAULT_ENTRY,
	HOST_COPY_FROM_USER,
	HOST_COPY_TO_USER,
	HOST_CLEAR_USER,
	HOST_STRNCPY_FROM_USER,
	HOST_STRNLEN_USER,
};

/* Plain calls. */
HOST_IMPORT(console_write) void host_console_write(const char *text, unsigned int n);
HOST_IMPORT(stop) void host_stop(enum host_stop_reason reason);
HOST_IMPORT(set_timer) void host_set_timer(double at_ns);
HOST_IMPORT(boot_block) int host_boot_block(void *block, unsigned int room);
HOST_IMPORT(net_xmit) int host_net_xmit(int port, const void *frame, unsigned int n, double now_ns);
HOST_IMPORT(p9_request) int host_p9_request(const void *message, unsigned int n,
					    void *reply, unsigned int room);
HOST_IMPORT(control_read) int host_control_read(void *record, unsigned int room);
HOST_IMPORT(control_write) void host_control_write(const void *record, unsigned int n);
HOST_IMPORT(stdin_read) int host_stdin_read(void *to, unsigned int room);
HOST_IMPORT(process_exec) void host_process_exec(int pid, const char *argv, unsigned int n);
HOST_IMPORT(process_exit) void host_process_exit(int pid, int status, int parent);
HOST_IMPORT(exec_file) int host_exec_file(double qid_path, unsigned int qid_version);
HOST_IMPORT(exec_image) int host_exec_image(const void *image, unsigned int n);
HOST_IMPORT(user_function) unsigned long host_user_function(int handle,
							    enum host_user_function which);
HOST_IMPORT(user_stack) unsigned long host_user_stack(int handle);
HOST_IMPORT(user_release) void host_user_release(int handle);
HOST_IMPORT(task_free) void host_task_free(struct task_struct *tsk);

/* Calls that suspend the coroutine they are made on. */
HOST_IMPORT(switch_task) void host_switch_task(struct task_struct *prev, struct task_struct *next);
HOST_IMPORT(idle) void host_idle(void);
HOST_IMPORT(pause) double host_pause(double until_ns);
HOST_IMPORT(restart) void host_restart(struct task_struct *tsk);

/* What the host calls. An interrupt answers 1 when the suspended task is to go on. */
void wasm_boot(void);
void wasm_task_entry(struct task_struct *tsk);
void wasm_user_entry(struct task_struct *tsk);
void wasm_user_fault(int sig, int code, unsigned long addr);
int wasm_attach(double now_ns);
int wasm_timer_interrupt(double now_ns);
int wasm_control_interrupt(double now_ns);
int wasm_tx_wake(double now_ns, int port);
int wasm_link_change(double now_ns, int port, int carrier);
void *wasm_rx_begin(double now_ns, int port, unsigned int n);
int wasm_rx_end(int port);
s64 user_syscall(int nr, int a0, int a1, int a2, int a3, int a4, int a5);
int wasm_in_user_mode(void);
int wasm_current_pid(void);
int wasm_waiting_tasks(char *text, int room);
u64 *wasm_now_ptr(void);
double *wasm_horizon_ptr(void);
char *wasm_scratch_ptr(void);

/* The shadow stack is one for each task; the engine keeps the pointer in one global. */
static __always_inline unsigned long wasm_get_sp(void)
{
	unsigned long sp;

	asm volatile(".globaltype __stack_pointer, i32\n\t"
		     "global.get __stack_pointer\n\t"
		     "local.set %0" : "=r"(sp));
	return sp;
}

static __always_inline void wasm_set_sp(unsigned long sp)
{
	asm volatile(".globaltype __stack_pointer, i32\n\t"
		     "local.get %0\n\t"
		     "global.set __stack_pointer" : : "r"(sp));
}

#endif
