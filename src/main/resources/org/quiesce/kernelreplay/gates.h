/* SPDX-License-Identifier: GPL-2.0 */
#ifndef QUIESCE_GATES_H
#define QUIESCE_GATES_H

#include <linux/types.h>

/* A call of the kernel begins; calls within it have no gates of their own. */
void quiesce_enter(const char *call, int line);
/* It is over; what it returned, if that can be compared. */
void quiesce_leave(const char *call, int line, bool has_value, long value);
/* A gate before something that is no call. */
void quiesce_point(const char *call, int line);

#endif
