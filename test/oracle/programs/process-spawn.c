/* SPDX-License-Identifier: MIT */
/* posix_spawn: file actions, attributes and refusals. */
#include "observe.h"

#include <sched.h>
#include <sys/stat.h>

static int child(int argc, char **argv)
{
	char text[32] = "";
	struct sigaction action;
	sigset_t mask;
	if (!strcmp(argv[1], "files")) {
		show("bytes read from 0", read(0, text, sizeof text - 1));
		say("read '%s'", text);
		ok("descriptor 20", fcntl(20, F_GETFD));
		ok("descriptor 21", fcntl(21, F_GETFD));
		yes("the folder is the one asked for", access("input", F_OK) == 0);
		say("to standard error, which is standard output");
		return 0;
	}
	if (!strcmp(argv[1], "attributes")) {
		sigprocmask(SIG_SETMASK, NULL, &mask);
		yes("SIGUSR1 is blocked", sigismember(&mask, SIGUSR1));
		yes("SIGHUP is blocked", sigismember(&mask, SIGHUP));
		sigaction(SIGPIPE, NULL, &action);
		yes("SIGPIPE has its default again", action.sa_handler == SIG_DFL);
		sigaction(SIGUSR2, NULL, &action);
		yes("SIGUSR2 stays ignored", action.sa_handler == SIG_IGN);
		yes("leads a group of its own", getpgrp() == getpid());
		return 0;
	}
	if (!strcmp(argv[1], "session")) {
		yes("leads a session of its own", getsid(0) == getpid());
		return 0;
	}
	say("argc %d", argc);
	return 3;
}

static int spawn(const char *mode, const posix_spawn_file_actions_t *files,
	const posix_spawnattr_t *attributes)
{
	pid_t pid;
	char *argv[] = { "spawned", (char *)mode, NULL };
	int error = posix_spawn(&pid, "/proc/self/exe", files, attributes, argv, environ);
	const char *end = error ? "not started" : ending(ended(pid));
	say("posix_spawn %s: %s, %s", mode, error ? errno_name(error) : "ok", end);
	return error;
}

static void with_files(void)
{
	posix_spawn_file_actions_t files;
	int fd = need("open", open("dir/input", O_RDWR | O_CREAT | O_TRUNC, 0600));
	need("write", write(fd, "from a file", 11));
	close(fd);
	need("dup2", dup2(1, 20));
	need("dup2", dup2(1, 21));
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_addchdir_np(&files, "dir");
	posix_spawn_file_actions_addopen(&files, 0, "input", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&files, 1, 2);
	posix_spawn_file_actions_addclose(&files, 21);
	spawn("files", &files, NULL);
	posix_spawn_file_actions_destroy(&files);

	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_addopen(&files, 0, "missing", O_RDONLY, 0);
	spawn("a file that is not there", &files, NULL);
	posix_spawn_file_actions_destroy(&files);

	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_adddup2(&files, 77, 3);
	spawn("a descriptor that is not open", &files, NULL);
	posix_spawn_file_actions_destroy(&files);
}

static void with_attributes(void)
{
	posix_spawnattr_t attributes;
	sigset_t set;
	signal(SIGPIPE, SIG_IGN);
	signal(SIGUSR2, SIG_IGN);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setflags(&attributes,
		POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	posix_spawnattr_setsigmask(&attributes, &set);
	sigemptyset(&set);
	sigaddset(&set, SIGPIPE);
	posix_spawnattr_setsigdefault(&attributes, &set);
	posix_spawnattr_setpgroup(&attributes, 0);
	spawn("attributes", NULL, &attributes);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);
	spawn("session", NULL, &attributes);
	posix_spawnattr_destroy(&attributes);
}

int main(int argc, char **argv)
{
	pid_t pid;
	char *words[] = { "spawned", NULL };
	if (argc > 1) return child(argc, argv);
	mkdir("dir", 0755);
	with_files();
	with_attributes();
	spawn("plain", NULL, NULL);
	code("posix_spawn of nothing", posix_spawn(&pid, "./nothing", NULL, NULL, words, environ));
	code("posix_spawn of a folder", posix_spawn(&pid, "./dir", NULL, NULL, words, environ));
	setenv("PATH", "/nowhere", 1);
	code("posix_spawnp without a find",
		posix_spawnp(&pid, "nothing", NULL, NULL, words, environ));
	ok("no child is left", waitpid(-1, NULL, 0));
	return 0;
}
