/* SPDX-License-Identifier: MIT */
/* Pseudo-terminals: both ends, canonical and raw input, echo, signals of keys, window size. */
#include "observe.h"

#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>

static int master, slave;
static volatile int interrupted;

/* What came out, with control characters made visible: once, or until a word is in it. */
static void output_until(const char *label, int fd, const char *word)
{
	char text[128], shown[400] = "";
	struct pollfd one = { fd, POLLIN, 0 };
	long count = 0;
	do {
		if (poll(&one, 1, word ? 2000 : 20) != 1) break;
		count = read(fd, text, sizeof text);
		for (long i = 0; i < count; i++) {
			char c[8];
			if (text[i] >= ' ' && text[i] < 127) snprintf(c, sizeof c, "%c", text[i]);
			else snprintf(c, sizeof c, "<%02x>", (unsigned char)text[i]);
			strcat(shown, c);
		}
	} while (word && count > 0 && !strstr(shown, word));
	if (count < 0) say("%s: %s", label, errno_name(errno));
	else say("%s: '%s'", label, shown);
}

static void output(const char *label, int fd)
{
	output_until(label, fd, NULL);
}

static void type(const char *keys)
{
	need("write", write(master, keys, strlen(keys)));
}

static void on_interrupt(int signal)
{
	(void)signal;
	interrupted++;
}

static void canonical(void)
{
	type("hello");
	output("echo", master);
	output("no line yet", slave);
	type("\n");
	output("echo of the end", master);
	output("the line", slave);
	type("wrong\177\177ght\n");
	output("after two erases", slave);
	output("echo of the erases", master);
	type("killed\025kept\n");
	output("after kill", slave);
	output("its echo", master);
	type("part\004");
	output("end of file gives what is there", slave);
	type("\004");
	output("end of file alone", slave);
	output("its echo", master);
	type("one\ntwo\n");
	output("a read takes one line", slave);
	output("and then the next", slave);
	output("echo of both", master);
	write(slave, "out\n", 4);
	output("a newline is made two", master);
}

static void raw(void)
{
	struct termios settings, before;
	ok("tcgetattr", tcgetattr(slave, &settings));
	before = settings;
	yes("it begins canonical with echo",
		(settings.c_lflag & (ICANON | ECHO)) == (ICANON | ECHO));
	cfmakeraw(&settings);
	ok("tcsetattr", tcsetattr(slave, TCSANOW, &settings));
	type("ab\004");
	output("raw input comes at once", slave);
	output("without echo", master);
	write(slave, "x\n", 2);
	output("output is as it was", master);
	settings.c_cc[VMIN] = 0;
	settings.c_cc[VTIME] = 1;
	tcsetattr(slave, TCSANOW, &settings);
	char byte;
	show("VTIME ends a read", read(slave, &byte, 1));
	tcsetattr(slave, TCSANOW, &before);
}

static int child(const char *name)
{
	struct winsize size;
	setsid();
	signal(SIGINT, on_interrupt);
	signal(SIGWINCH, on_interrupt);
	slave = open(name, O_RDWR);
	ok("child: open of the terminal", slave);
	ok("child: it is the controlling one", open("/dev/tty", O_RDWR));
	yes("child: in the foreground", tcgetpgrp(slave) == getpgrp());
	write(slave, "ready", 5);
	while (interrupted < 1) pause();
	say("child: interrupted");
	write(slave, "again", 5);
	while (interrupted < 2) pause();
	ioctl(slave, TIOCGWINSZ, &size);
	say("child: window %d x %d", size.ws_row, size.ws_col);
	write(slave, "done", 4);
	for (;;) pause();
	return 0;
}

static void controlling(const char *name)
{
	struct winsize size = { .ws_row = 33, .ws_col = 111 };
	pid_t pid = again("child", name);
	output_until("from the child", master, "ready");
	type("\003");
	output_until("the interrupt key's echo and an answer", master, "again");
	int result = ioctl(master, TIOCSWINSZ, &size);
	output_until("an answer", master, "done");
	ok("TIOCSWINSZ", result);
	close(slave);
	close(master);
	say("the child, when the terminal hangs up, %s", ending(ended(pid)));
}

int main(int argc, char **argv)
{
	char name[64];
	if (argc > 2) return child(argv[2]);
	master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	ok("posix_openpt", master);
	ok("open before unlockpt",
		(ptsname_r(master, name, sizeof name), open(name, O_RDWR | O_NOCTTY)));
	ok("grantpt", grantpt(master));
	ok("unlockpt", unlockpt(master));
	slave = open(name, O_RDWR | O_NOCTTY);
	ok("open", slave);
	yes("it is a terminal", isatty(slave));
	yes("ttyname is its name", ttyname(slave) && !strcmp(ttyname(slave), name));
	canonical();
	raw();
	close(slave);
	output("read when the other end is closed", master);
	slave = open(name, O_RDWR | O_NOCTTY);
	controlling(name);
	return 0;
}
