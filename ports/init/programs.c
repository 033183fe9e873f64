/* SPDX-License-Identifier: MIT */
/*
 * Programs that records start: what they are told, their statuses, and their folders /var/log/PID
 * with cmdline, stdout, stderr and status.
 */
#include "control.h"
#include "init.h"
#include "spawn.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct program {
	struct program *next;
	uint32_t id;
	pid_t pid;
};

static struct program *programs;

/* argv or env: `count` of the strings from *text on, which moves past them; NULL: no room, cut. */
static char **take_strings(char **text, const char *end, uint32_t count)
{
	char **strings;
	uint32_t i;

	if (count > (size_t)(end - *text))
		return NULL;
	strings = calloc(count + 1, sizeof *strings);
	for (i = 0; strings && i < count; i++) {
		char *stop = memchr(*text, 0, end - *text);

		if (!stop) {
			free(strings);
			return NULL;
		}
		strings[i] = *text;
		*text = stop + 1;
	}
	return strings;
}

/* cwd and stdin, then argv and env. Points into the payload, but for the two arrays. */
static int parse_start(const char *payload, size_t length, struct spawn *spawn)
{
	struct start_numbers numbers;
	char *text = (char *)payload + sizeof numbers;
	const char *end = payload + length;
	char **paths;

	if (length < sizeof numbers)
		return EINVAL;
	memcpy(&numbers, payload, sizeof numbers);
	spawn->uid = numbers.uid;
	spawn->gid = numbers.gid;
	paths = take_strings(&text, end, 2);
	if (!paths || !numbers.argc) {
		free(paths);
		return EINVAL;
	}
	spawn->cwd = paths[0];
	spawn->input = *paths[1] ? paths[1] : "/dev/null";
	free(paths);
	spawn->argv = take_strings(&text, end, numbers.argc);
	spawn->env = spawn->argv ? take_strings(&text, end, numbers.envc) : NULL;
	return spawn->env ? 0 : EINVAL;
}

void start_program(uint32_t id, const char *payload, size_t length)
{
	struct spawn spawn = { .log = 1 };
	struct program *program = malloc(sizeof *program);
	int error = program ? parse_start(payload, length, &spawn) : ENOMEM;
	pid_t pid = error ? -1 : spawn_child(&spawn);

	if (error) {
		report_failure(id, error, "start", NULL);
	} else if (pid < 0) {
		report_failure(id, errno, spawn.argv[0], NULL);
	} else if (spawn.error) {
		/* The child is gone: reap() takes it, and knows it as nobody's. */
		report_failure(id, spawn.error, spawn.failed, NULL);
	} else {
		program->id = id;
		program->pid = pid;
		program->next = programs;
		programs = program;
		program = NULL;
		report(REPORT_STARTED, id, pid, "");
	}
	free(program);
	free(spawn.argv);
	free(spawn.env);
}

static int take_signal(const char *payload, size_t length, int32_t *number)
{
	if (length != sizeof *number)
		return EINVAL;
	memcpy(number, payload, sizeof *number);
	return 0;
}

/* One that has ended meanwhile is none to complain about. */
void signal_program(uint32_t id, const char *payload, size_t length)
{
	const struct program *program = programs;
	int32_t number = 0;
	int error = take_signal(payload, length, &number);

	while (program && program->id != id)
		program = program->next;
	if (!error && program && kill(program->pid, number))
		error = errno;
	if (error)
		report_failure(id, error, "signal", NULL);
}

/* To nobody is no failure either. */
void signal_all(uint32_t id, const char *payload, size_t length)
{
	int32_t number = 0;
	int error = take_signal(payload, length, &number);

	if (!error && kill(-1, number) && errno != ESRCH)
		error = errno;
	if (error)
		report_failure(id, error, "signal", NULL);
}

static void write_status(const struct program *program, int status)
{
	char path[PATH_MAX];
	char text[32];
	int length, fd;

	snprintf(path, sizeof path, LOG_FOLDER "/%d/status", (int)program->pid);
	length = snprintf(text, sizeof text, "%s %d\n",
			  WIFSIGNALED(status) ? "signaled" : "exited",
			  WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	if (fd < 0 || write(fd, text, length) != length)
		report_failure(program->id, errno, path, NULL);
	if (fd >= 0)
		close(fd);
}

void reap(void)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		struct program **at = &programs;
		struct program *program;

		while (*at && (*at)->pid != pid)
			at = &(*at)->next;
		program = *at;
		if (!program)
			continue;
		write_status(program, status);
		report(REPORT_EXITED, program->id, status, "");
		*at = program->next;
		free(program);
	}
}

int run_and_wait(char **argv, const char *output)
{
	static char *no_environment[] = { NULL };
	struct spawn spawn = {
		.cwd = "/", .input = "/dev/null", .output = output,
		.argv = argv, .env = no_environment,
	};
	pid_t pid = spawn_child(&spawn);
	int status;

	if (pid < 0)
		return -1;
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	errno = spawn.error;
	return spawn.error ? -1 : status;
}
