/* expected: NoUseAfterFree */
/* Nothing but its lock and its queue is used in the memory of the device, and that is freed too early. */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/wait.h>

struct valve {
	wait_queue_head_t queue;
	struct mutex lock;
};

static struct valve *valve;
static struct task_struct *task;
static bool open;

static int valve_fn(void *data)
{
	while (!kthread_should_stop()) {
		wait_event_interruptible(valve->queue, open || kthread_should_stop());
		mutex_lock(&valve->lock);
		open = false;
		mutex_unlock(&valve->lock);
	}
	return 0;
}

static int __init valve_init(void)
{
	valve = kzalloc(sizeof(*valve), GFP_KERNEL);
	if (!valve)
		return -ENOMEM;
	init_waitqueue_head(&valve->queue);
	mutex_init(&valve->lock);
	task = kthread_run(valve_fn, NULL, "valve");
	if (IS_ERR(task)) {
		kfree(valve);
		return PTR_ERR(task);
	}
	open = true;
	wake_up_interruptible(&valve->queue);
	return 0;
}

static void __exit valve_exit(void)
{
	kfree(valve);
	kthread_stop(task);
}

module_init(valve_init);
module_exit(valve_exit);
MODULE_LICENSE("GPL");
