// SPDX-License-Identifier: GPL-2.0-only
/* Start of the kernel and its memory: the contract of arch/<any>/kernel/setup.c. */
#include <linux/cpu.h>
#include <linux/delay.h>
#include <linux/init.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/seq_file.h>
#include <linux/start_kernel.h>
#include <asm/host.h>
#include <asm/interrupt.h>
#include <asm/sections.h>
#include <asm/setup.h>

extern char __heap_base[];
void *empty_zero_page;

/*
 * A constant: the kernel mixes its command line into the seed of its random numbers. What differs
 * from host to host comes in the boot block. Interfaces that drivers would make by themselves, as
 * modules do when they are loaded, are left to those who want them.
 */
static char cmdline[] __initdata =
	"root=dce rw rootfstype=9p init=/sbin/init "
	"rootflags=trans=wasm,version=9p2000.L,cache=none,msize=131072,access=client "
	"fb_tunnels=none bonding.max_bonds=0 dummy.numdummies=0 ifb.numifbs=0 "
	"sysctl.kernel.threads-max=1024";

/* Pages of 64 KiB that the host gave this instance, without the last that a pointer cannot end. */
static unsigned long __init memory_size(void)
{
	unsigned long pages = __builtin_wasm_memory_size(0);

	return min(pages, 0xffffUL) << 16;
}

void __init setup_arch(char **cmdline_p)
{
	unsigned long zones[MAX_NR_ZONES] = { 0 };
	unsigned long size = memory_size();

	strscpy(boot_command_line, cmdline, COMMAND_LINE_SIZE);
	*cmdline_p = cmdline;
	setup_initial_init_mm(_stext, _etext, _edata, _end);
	parse_early_param();

	memblock_add(0, size);
	memblock_reserve(0, (unsigned long)__heap_base);
	min_low_pfn = 0;
	max_low_pfn = max_pfn = PFN_DOWN(size);
	high_memory = (void *)size;
	set_max_mapnr(max_pfn);
	empty_zero_page = memblock_alloc(PAGE_SIZE, PAGE_SIZE);
	zones[ZONE_NORMAL] = max_low_pfn;
	free_area_init(zones);
}

void __init mem_init(void)
{
	memblock_free_all();
}

/* Data of __init stays: the linker keeps no bounds of it. */
void free_initmem(void)
{
}

void __init calibrate_delay(void)
{
	loops_per_jiffy = 1000000;
}

void __init trap_init(void)
{
}

void __init init_IRQ(void)
{
}

static void *cpuinfo_start(struct seq_file *m, loff_t *pos)
{
	return *pos < 1 ? (void *)1 : NULL;
}

static void *cpuinfo_next(struct seq_file *m, void *v, loff_t *pos)
{
	++*pos;
	return NULL;
}

static void cpuinfo_stop(struct seq_file *m, void *v)
{
}

static int cpuinfo_show(struct seq_file *m, void *v)
{
	seq_puts(m, "processor\t: 0\nmodel name\t: WebAssembly\n");
	return 0;
}

const struct seq_operations cpuinfo_op = {
	.start = cpuinfo_start,
	.next = cpuinfo_next,
	.stop = cpuinfo_stop,
	.show = cpuinfo_show,
};

/* A function of its own, so that it makes its frame below the pointer set before. */
static noinline void enter_kernel(void)
{
	start_kernel();
}

/* First step of the boot, the same for every host; the second is drivers/attach.c. */
WASM_EXPORT(boot) void wasm_boot(void)
{
	wasm_clock_advance(1);	/* the core takes a clock at 0 for one that does not work */
	wasm_set_sp((unsigned long)init_stack + THREAD_SIZE - 64);
	enter_kernel();
}
