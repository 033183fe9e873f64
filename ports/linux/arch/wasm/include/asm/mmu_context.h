/* SPDX-License-Identifier: GPL-2.0-only */
/* The contract of asm-generic/nommu_context.h; the end of an address space is told to the host. */
#ifndef _ASM_WASM_MMU_CONTEXT_H
#define _ASM_WASM_MMU_CONTEXT_H

#include <linux/mm_types.h>

struct task_struct;

int wasm_adopt_instance(struct mm_struct *mm, int handle);
void wasm_release_instance(struct mm_struct *mm);
int wasm_access_mm(struct mm_struct *mm, unsigned long addr, void *buf, int len, bool write);

static inline int arch_dup_mmap(struct mm_struct *oldmm, struct mm_struct *mm)
{
	return 0;
}

/* The last user is gone. A lazy reference of the idle task must not keep the program's memory. */
static inline void arch_exit_mmap(struct mm_struct *mm)
{
	wasm_release_instance(mm);
}

static inline bool arch_vma_access_permitted(struct vm_area_struct *vma, bool write,
					     bool execute, bool foreign)
{
	return true;
}

static inline void switch_mm(struct mm_struct *prev, struct mm_struct *next,
			     struct task_struct *tsk)
{
}

#define init_new_context init_new_context
static inline int init_new_context(struct task_struct *tsk, struct mm_struct *mm)
{
	mm->context = (mm_context_t){ };
	return 0;
}

#include <asm-generic/mmu_context.h>

#endif
