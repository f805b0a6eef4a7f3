/* expected: holds */
/* The queue, the lock and the work item lie in the memory of the device, which goes last. */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

struct pump {
	struct task_struct *task;
	wait_queue_head_t queue;
	struct mutex lock;
	struct work_struct refill;
	bool empty;
};

static struct pump *pump;

static void refill(struct work_struct *work)
{
	struct pump *p = container_of(work, struct pump, refill);

	mutex_lock(&p->lock);
	p->empty = false;
	mutex_unlock(&p->lock);
}

static int pump_fn(void *data)
{
	struct pump *p = data;

	while (!kthread_should_stop()) {
		if (wait_event_interruptible(p->queue, p->empty || kthread_should_stop()))
			continue;
		schedule_work(&p->refill);
	}
	return 0;
}

static int __init pump_init(void)
{
	struct pump *p = kzalloc(sizeof(*p), GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	pump = p;
	init_waitqueue_head(&p->queue);
	mutex_init(&p->lock);
	INIT_WORK(&p->refill, refill);
	p->task = kthread_run(pump_fn, p, "pump");
	if (IS_ERR(p->task)) {
		int err = PTR_ERR(p->task);

		kfree(p);
		return err;
	}
	p->empty = true;
	wake_up_interruptible(&p->queue);
	return 0;
}

static void __exit pump_exit(void)
{
	kthread_stop(pump->task);
	cancel_work_sync(&pump->refill);
	kfree(pump);
}

module_init(pump_init);
module_exit(pump_exit);
MODULE_LICENSE("GPL");
