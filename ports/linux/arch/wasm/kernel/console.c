// SPDX-License-Identifier: GPL-2.0-only
/* The kernel's console and /dev/console: what is printed goes to the host; nothing comes back. */
#include <linux/console.h>
#include <linux/init.h>
#include <linux/tty.h>
#include <linux/tty_driver.h>
#include <linux/tty_port.h>
#include <asm/host.h>

static struct tty_driver *tty_driver;
static struct tty_port tty_port;

static void console_put(struct console *con, const char *text, unsigned int n)
{
	host_console_write(text, n);
}

static struct tty_driver *console_tty(struct console *con, int *index)
{
	*index = 0;
	return tty_driver;
}

static struct console console = {
	.name = "ttyW",
	.write = console_put,
	.device = console_tty,
	.flags = CON_ENABLED | CON_PRINTBUFFER | CON_ANYTIME,
	.index = -1,
};

static int tty_open(struct tty_struct *tty, struct file *filp)
{
	return tty_port_open(&tty_port, tty, filp);
}

static void tty_close(struct tty_struct *tty, struct file *filp)
{
	tty_port_close(&tty_port, tty, filp);
}

static ssize_t tty_put(struct tty_struct *tty, const u8 *text, size_t n)
{
	host_console_write(text, n);
	return n;
}

static unsigned int tty_room(struct tty_struct *tty)
{
	return 65536;
}

static const struct tty_operations tty_ops = {
	.open = tty_open,
	.close = tty_close,
	.write = tty_put,
	.write_room = tty_room,
};

static const struct tty_port_operations port_ops = { };

static int __init console_early(void)
{
	register_console(&console);
	return 0;
}
console_initcall(console_early);

static int __init console_tty_init(void)
{
	struct tty_driver *driver;
	int err;

	driver = tty_alloc_driver(1, TTY_DRIVER_RESET_TERMIOS | TTY_DRIVER_REAL_RAW |
				  TTY_DRIVER_UNNUMBERED_NODE);
	if (IS_ERR(driver))
		return PTR_ERR(driver);
	tty_port_init(&tty_port);
	tty_port.ops = &port_ops;
	driver->driver_name = "ttyW";
	driver->name = "ttyW";
	driver->type = TTY_DRIVER_TYPE_CONSOLE;
	driver->init_termios = tty_std_termios;
	tty_set_operations(driver, &tty_ops);
	tty_port_link_device(&tty_port, driver, 0);
	err = tty_register_driver(driver);
	if (err) {
		tty_driver_kref_put(driver);
		return err;
	}
	tty_driver = driver;
	return 0;
}
device_initcall(console_tty_init);
