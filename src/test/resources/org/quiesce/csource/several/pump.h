#ifndef PUMP_H
#define PUMP_H
#include <linux/types.h>

struct pump {
	struct task_struct *task;
	bool broken;
};

int pump_start(struct pump *pump);
void pump_stop(struct pump *pump);

#endif
