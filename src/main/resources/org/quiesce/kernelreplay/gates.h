/* SPDX-License-Identifier: GPL-2.0 */
#ifndef QUIESCE_GATES_H
#define QUIESCE_GATES_H

#include <linux/types.h>

struct task_struct;

/* A call of the kernel begins, in a function; calls within it have no gates of their own. */
void quiesce_enter(const char *function, const char *call, int line);
/* It is over; what it returned, if that can be compared. */
void quiesce_leave(const char *function, const char *call, int line, bool has_value, long value);
/* Creates a thread that has a gate before its function; of a CPU below 0 it is any. */
__printf(4, 5) struct task_struct *quiesce_create(int (*function)(void *data), void *data, int cpu, const char *format, ...);

#endif
