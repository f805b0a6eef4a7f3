#include <linux/kthread.h>
#include <linux/delay.h>
#include "pump.h"

/* Not that of the other file: start(), and stop(), are of this one only. */
static int start(struct pump *pump)
{
	return pump->broken ? -EIO : 0;
}

static int pump_fn(void *data)
{
	struct pump *pump = data;

	while (!kthread_should_stop()) {
		if (start(pump))
			break;
		msleep(10);
	}
	return 0;
}

int pump_start(struct pump *pump)
{
	pump->task = kthread_run(pump_fn, pump, "pump");
	return PTR_ERR_OR_ZERO(pump->task);
}

void pump_stop(struct pump *pump)
{
	kthread_stop(pump->task);
}
