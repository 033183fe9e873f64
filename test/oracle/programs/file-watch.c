/* SPDX-License-Identifier: MIT */
/* inotify: which acts give which events, in which order. */
#include "observe.h"

#include <poll.h>
#include <sys/inotify.h>
#include <sys/stat.h>

static const struct { unsigned bit; const char *name; } kinds[] = {
	{ IN_ACCESS, "access" }, { IN_MODIFY, "modify" }, { IN_ATTRIB, "attrib" },
	{ IN_CLOSE_WRITE, "close_write" }, { IN_CLOSE_NOWRITE, "close_nowrite" },
	{ IN_OPEN, "open" }, { IN_MOVED_FROM, "moved_from" }, { IN_MOVED_TO, "moved_to" },
	{ IN_CREATE, "create" }, { IN_DELETE, "delete" }, { IN_DELETE_SELF, "delete_self" },
	{ IN_MOVE_SELF, "move_self" }, { IN_IGNORED, "ignored" }, { IN_ISDIR, "(folder)" },
};

static int fd;

static void drain(const char *label)
{
	char buffer[4096] __attribute__((aligned(8)));
	say("%s", label);
	for (;;) {
		long count = read(fd, buffer, sizeof buffer);
		if (count <= 0) break;
		for (char *at = buffer; at < buffer + count;) {
			struct inotify_event *event = (struct inotify_event *)at;
			char line[200] = "";
			for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
				if (event->mask & kinds[i].bit) strcat(strcat(line, " "),
					kinds[i].name);
			say(" %s '%s'", line, event->len ? event->name : "");
			at += sizeof *event + event->len;
		}
	}
}

int main(void)
{
	char byte;
	struct pollfd poll_fd = { 0, POLLIN, 0 };
	char folder[] = "/tmp/oracle-XXXXXX";
	fd = need("inotify_init1", inotify_init1(IN_NONBLOCK));
	poll_fd.fd = fd;
	mkdir("here", 0755);
	need("watch", inotify_add_watch(fd, "here", IN_CREATE));
	close(open("here/first", O_WRONLY | O_CREAT, 0600));
	show("events on the root file system", poll(&poll_fd, 1, 0));
	close(fd);
	fd = need("inotify_init1", inotify_init1(IN_NONBLOCK));
	poll_fd.fd = fd;
	if (mkdtemp(folder)) need("chdir", chdir(folder));
	mkdir("d", 0755);
	int watch = inotify_add_watch(fd, "d", IN_ALL_EVENTS & ~IN_ACCESS);
	ok("inotify_add_watch", watch);
	ok("a watch of nothing", inotify_add_watch(fd, "none", IN_CREATE));
	ok("a watch of no events", inotify_add_watch(fd, "d", 0));
	show("poll while nothing is there", poll(&poll_fd, 1, 0));
	int file = open("d/a", O_RDWR | O_CREAT, 0600);
	show("poll", poll(&poll_fd, 1, 0));
	drain("created:");
	write(file, "x", 1);
	close(file);
	drain("written and closed:");
	file = open("d/a", O_RDONLY);
	read(file, &byte, 1);
	close(file);
	drain("read and closed:");
	chmod("d/a", 0640);
	drain("mode changed:");
	rename("d/a", "d/b");
	drain("renamed:");
	rename("d/b", "c");
	drain("moved away:");
	mkdir("d/sub", 0755);
	rmdir("d/sub");
	drain("a folder made and removed:");
	link("c", "d/e");
	unlink("d/e");
	drain("linked and unlinked:");
	ok("inotify_rm_watch", inotify_rm_watch(fd, watch));
	drain("the watch removed:");
	ok("inotify_rm_watch once more", inotify_rm_watch(fd, watch));
	inotify_add_watch(fd, "d", IN_DELETE_SELF);
	rmdir("d");
	drain("the folder removed:");
	ok("inotify_add_watch without inotify", inotify_add_watch(0, "c", IN_CREATE));
	unlink("c");
	rmdir(folder);
	return 0;
}
