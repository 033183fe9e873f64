// SPDX-License-Identifier: GPL-2.0-only
/*
 * The boot in two steps. The first knows nothing of the host: it ends where init would start, here,
 * in the last initcall (init/main.c, do_initcalls). The second begins with the interrupt `attach`:
 * the boot block is read, and what it says of the host is put in place before the root is mounted.
 */
#include <linux/completion.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/random.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/timekeeping.h>
#include <linux/user_namespace.h>
#include <linux/utsname.h>
#include <net/net_namespace.h>
#include <asm/boot_block.h>
#include <asm/host.h>
#include <asm/interrupt.h>
#include "nic.h"

#define THREADS_MAX	1024	/* as the command line says in kernel/setup.c */
#define TCP_RMEM_MAX	(6 << 20)
#define TCP_WMEM_MAX	(4 << 20)

static DECLARE_COMPLETION(attached);

WASM_EXPORT(attach) int wasm_attach(double now_ns)
{
	wasm_interrupt_enter(now_ns);
	complete(&attached);
	return wasm_interrupt_exit();
}

static struct wasm_boot_block *read_block(void)
{
	unsigned int room = struct_size_t(struct wasm_boot_block, port, WASM_PORTS_MAX);
	struct wasm_boot_block *block = kzalloc(room, GFP_KERNEL);
	int n;

	if (!block)
		panic("no memory for the boot block");
	n = host_boot_block(block, room);
	if (n < (int)sizeof(*block) || block->magic != WASM_BOOT_MAGIC ||
	    block->version != WASM_BOOT_VERSION || block->ports > WASM_PORTS_MAX ||
	    n < (int)struct_size(block, port, block->ports))
		panic("the boot block of %d bytes is not of version %d", n, WASM_BOOT_VERSION);
	return block;
}

static void set_name(const char *name)
{
	down_write(&uts_sem);
	strscpy(init_uts_ns.name.nodename, name, sizeof(init_uts_ns.name.nodename));
	up_write(&uts_sem);
}

static void set_world_time(s64 at_virtual_zero_ns)
{
	struct timespec64 ts;

	ts = ns_to_timespec64(at_virtual_zero_ns - WASM_EPOCH_NS + ktime_get_ns());
	if (do_settimeofday64(&ts))
		pr_warn("the time %lld ns of the boot block was refused\n", at_virtual_zero_ns);
}

/* Defaults that Linux derives from the size of memory, as on a machine with 1 GiB. */
static void set_limits(void)
{
	struct rlimit *limits = current->signal->rlim;
	int i;

	limits[RLIMIT_NPROC].rlim_cur = limits[RLIMIT_NPROC].rlim_max = THREADS_MAX / 2;
	limits[RLIMIT_SIGPENDING] = limits[RLIMIT_NPROC];
	for (i = 0; i < UCOUNT_COUNTS; i++)
		init_user_ns.ucount_max[i] = THREADS_MAX / 2;
	init_net.ipv4.sysctl_tcp_rmem[2] = TCP_RMEM_MAX;
	init_net.ipv4.sysctl_tcp_wmem[2] = TCP_WMEM_MAX;
}

static int __init attach_host(void)
{
	struct wasm_boot_block *block;
	int err;

	wait_for_completion(&attached);
	block = read_block();
	add_bootloader_randomness(block->seed, sizeof(block->seed));
	set_name(block->hostname);
	set_world_time(block->realtime_ns);
	set_limits();
	wasm_syscall_cost_ns = block->syscall_cost_ns;
	wasm_interrupt_cost_ns = block->interrupt_cost_ns;
	err = wasm_nic_register(block->port, block->ports);
	if (err)
		panic("a network port of the boot block cannot be made: %d", err);
	kfree_sensitive(block);
	return 0;
}
late_initcall_sync(attach_host);
