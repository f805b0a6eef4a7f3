/* expected: NoUseAfterFree NoInvalidTask */
/* A function may return NULL, and nobody asks. */
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

static struct pump *pump_make(void)
{
	struct pump *p = kzalloc(sizeof(*p), GFP_KERNEL);

	if (!p)
		return NULL;
	p->task = kthread_run(pump_fn, p, "pump");
	if (IS_ERR(p->task)) {
		kfree(p);
		p = NULL;
	}
	return p;
}

static int __init pump_init(void)
{
	pump = pump_make();
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
