// SPDX-License-Identifier: GPL-2.0-only
/*
 * exec of a WebAssembly program: the contract of linux/binfmts.h, after fs/binfmt_flat.c. The host
 * makes the instance before the point of no return, so that a bad image is ENOEXEC; the kernel lays
 * arguments, environment and auxiliary vector on the program's own stack.
 */
#include <linux/binfmts.h>
#include <linux/cred.h>
#include <linux/elf.h>
#include <linux/fs.h>
#include <linux/highmem.h>
#include <linux/init.h>
#include <linux/kernel_read_file.h>
#include <linux/magic.h>
#include <linux/ptrace.h>
#include <linux/random.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/sched/task_stack.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>
#include <net/9p/9p.h>
#include <net/9p/client.h>
#include <uapi/linux/auxvec.h>
#include <asm/host.h>
#include <asm/mmu_context.h>
#include <asm/param.h>

/* The 9P client keeps the file's qid in its inode. */
#include "../../../fs/9p/v9fs.h"

#define STRINGS_END	(PAGE_SIZE * MAX_ARG_PAGES)
/* Below the stack: the page group of address 0 and what libc keeps for its limit check. */
#define STACK_FLOOR	(65536 + 16384)
#define AUXV_WORDS	32

/* The bytes of a program that the host cannot name, read through the kernel. */
static int instance_of_bytes(struct file *file)
{
	void *image = NULL;
	ssize_t n;
	int handle;

	n = kernel_read_file(file, 0, &image, INT_MAX, NULL, READING_UNKNOWN);
	if (n < 0)
		return n;
	handle = host_exec_image(image, n);
	vfree(image);
	return handle;
}

/* The handle of a new instance, or -errno. On the 9P root the host has the bytes itself. */
static int instance_of(struct file *file)
{
	struct inode *inode = file_inode(file);
	const struct p9_qid *qid;

	if (inode->i_sb->s_magic != V9FS_MAGIC)
		return instance_of_bytes(file);
	qid = &V9FS_I(inode)->qid;
	return host_exec_file((double)qid->path, qid->version);
}

/* The strings of exec as one piece: argv, then envp, then the file's name. */
static char *gather_strings(struct linux_binprm *bprm, unsigned long n)
{
	char *strings = kvmalloc(n, GFP_KERNEL);
	unsigned long p = bprm->p, done = 0;

	while (strings && done < n) {
		unsigned long offset = offset_in_page(p);
		unsigned long part = min(PAGE_SIZE - offset, n - done);

		memcpy(strings + done, page_address(bprm->page[p >> PAGE_SHIFT]) + offset, part);
		done += part;
		p += part;
	}
	return strings;
}

/* `count` pointers to the strings that start at *at, and the NULL. */
static u32 *point_to_strings(u32 *word, int count, const char *strings, unsigned long base,
			     unsigned long *at)
{
	while (count--) {
		*word++ = base + *at;
		*at += strlen(strings + *at) + 1;
	}
	*word++ = 0;
	return word;
}

static u32 *auxiliary_vector(u32 *word, struct linux_binprm *bprm, unsigned long random,
			     unsigned long name)
{
	const struct cred *cred = current_cred();	/* bprm->cred is gone by now */
	u32 pairs[] = {
		AT_PAGESZ, PAGE_SIZE,
		AT_CLKTCK, USER_HZ,
		AT_HWCAP, 0,
		AT_UID, from_kuid_munged(cred->user_ns, cred->uid),
		AT_EUID, from_kuid_munged(cred->user_ns, cred->euid),
		AT_GID, from_kgid_munged(cred->user_ns, cred->gid),
		AT_EGID, from_kgid_munged(cred->user_ns, cred->egid),
		AT_SECURE, bprm->secureexec,
		AT_RANDOM, random,
		AT_EXECFN, name,
		AT_NULL, 0,
	};

	BUILD_BUG_ON(ARRAY_SIZE(pairs) > AUXV_WORDS);
	BUILD_BUG_ON(sizeof(pairs) > sizeof(current->mm->saved_auxv));
	memcpy(current->mm->saved_auxv, pairs, sizeof(pairs));
	memcpy(word, pairs, sizeof(pairs));
	return word + ARRAY_SIZE(pairs);
}

/*
 * From the top: strings, 16 random bytes, then the block of argc, argv, envp and auxv. Returns the
 * block's address, 0 when it could not be written.
 */
static unsigned long lay_stack(struct linux_binprm *bprm, const char *strings, unsigned long n,
			       unsigned long top, u32 *block)
{
	struct mm_struct *mm = current->mm;
	unsigned long base = top - n, random = (base - 16) & ~15UL, at = 0, sp, size;
	u8 bytes[16];
	u32 *word = block;

	*word++ = bprm->argc;
	mm->arg_start = base;
	word = point_to_strings(word, bprm->argc, strings, base, &at);
	mm->arg_end = mm->env_start = base + at;
	word = point_to_strings(word, bprm->envc, strings, base, &at);
	mm->env_end = base + at;
	word = auxiliary_vector(word, bprm, random, base + at);

	size = (void *)word - (void *)block;
	sp = (random - size) & ~15UL;
	mm->start_stack = sp;
	get_random_bytes(bytes, sizeof(bytes));
	if (copy_to_user((void __user *)base, strings, n) ||
	    copy_to_user((void __user *)random, bytes, sizeof(bytes)) ||
	    copy_to_user((void __user *)sp, block, size))
		return 0;
	return sp;
}

/* From here on the old program is gone: an error kills the task. */
static int become(struct linux_binprm *bprm, const char *strings, unsigned long n,
		  unsigned long top, u32 *block, struct linux_binfmt *format)
{
	struct thread_struct *thread = &current->thread;
	unsigned long sp;
	int err;

	err = begin_new_exec(bprm);
	if (err)
		return err;
	setup_new_exec(bprm);
	set_binfmt(format);
	sp = lay_stack(bprm, strings, n, top, block);
	if (!sp)
		return -EFAULT;
	/* A program's call is left on the coroutine that is abandoned; a kernel thread's is not. */
	thread->restart = thread->entry != WASM_ENTER_NONE;
	thread->entry = WASM_ENTER_START;
	thread->user_stack = sp;
	thread->signal_flags = 0;
	thread->exempt = is_global_init(current);
	finalize_exec(bprm);
	start_thread(current_pt_regs(), 0, sp);
	host_process_exec(task_tgid_nr(current), strings,
			  current->mm->arg_end - current->mm->arg_start);
	return 0;
}

static int load_program(struct linux_binprm *bprm);

static struct linux_binfmt wasm_format = { .load_binary = load_program };

static int load_program(struct linux_binprm *bprm)
{
	unsigned long n = STRINGS_END - bprm->p, top, words;
	char *strings;
	u32 *block;
	int err;

	if (memcmp(bprm->buf, "\0asm", 4))
		return -ENOEXEC;
	err = instance_of(bprm->file);
	if (err < 0)
		return err;
	/* From now on the end of bprm->mm releases the instance. */
	top = host_user_stack(err) & ~15UL;
	err = wasm_adopt_instance(bprm->mm, err);
	if (err)
		return err;
	words = 1 + bprm->argc + 1 + bprm->envc + 1 + AUXV_WORDS;
	if (top < STACK_FLOOR || n + words * sizeof(u32) > (top - STACK_FLOOR) / 2)
		return -E2BIG;
	strings = gather_strings(bprm, n);
	block = kvmalloc_array(words, sizeof(u32), GFP_KERNEL);
	if (strings && block)
		err = become(bprm, strings, n, top, block, &wasm_format);
	else
		err = -ENOMEM;
	kvfree(block);
	kvfree(strings);
	return err;
}

static int __init binfmt_init(void)
{
	register_binfmt(&wasm_format);
	return 0;
}
core_initcall(binfmt_init);
