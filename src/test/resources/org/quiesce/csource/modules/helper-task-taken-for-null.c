/* expected: NoInvalidTask */
/* A function that starts a thread returns an error pointer, and who calls it expects NULL. */
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/slab.h>

struct pump {
	struct task_struct *task;
	unsigned long strokes;
};

static struct pump *pump;

static int pump_fn(void *data)
{
	struct pump *p = data;

	while (!kthread_should_stop()) {
		p->strokes++;
		msleep_interruptible(100);
	}
	return 0;
}

static struct task_struct *pump_start(struct pump *p)
{
	struct task_struct *task;

	if (p->strokes)
		return ERR_PTR(-EBUSY);
	task = kthread_create(pump_fn, p, "pump");
	if (IS_ERR(task))
		return task;
	wake_up_process(task);
	return task;
}

static int __init pump_init(void)
{
	int err;

	pump = kzalloc(sizeof(*pump), GFP_KERNEL);
	if (!pump)
		return -ENOMEM;
	pump->task = pump_start(pump);
	if (!pump->task) {
		err = -ENOMEM;
		kfree(pump);
		return err;
	}
	return 0;
}

static void __exit pump_exit(void)
{
	kthread_stop(pump->task);
	kfree(pump);
}

module_init(pump_init);
module_exit(pump_exit);
MODULE_LICENSE("GPL");
