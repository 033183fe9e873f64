// SPDX-License-Identifier: GPL-2.0-only
/*
 * /dev/dce-stdin: the standard input of the command that runs the simulation. The host waits for
 * bytes while virtual time stands still, so a read never blocks here.
 */
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <asm/host.h>

#define READ_MAX	65536

static ssize_t stdin_read(struct file *filp, char __user *to, size_t n, loff_t *pos)
{
	size_t room = min_t(size_t, n, READ_MAX);
	void *bytes;
	int taken;

	if (!room)
		return 0;
	bytes = kvmalloc(room, GFP_KERNEL);
	if (!bytes)
		return -ENOMEM;
	taken = host_stdin_read(bytes, room);
	if (taken > 0 && copy_to_user(to, bytes, taken))
		taken = -EFAULT;
	kvfree(bytes);
	return taken;
}

static const struct file_operations stdin_fops = {
	.owner = THIS_MODULE,
	.read = stdin_read,
	.llseek = noop_llseek,
};

static struct miscdevice stdin_device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "dce-stdin",
	.fops = &stdin_fops,
	.mode = 0444,
};

static int __init stdin_init(void)
{
	return misc_register(&stdin_device);
}
device_initcall(stdin_init);
