/*
 * The watcher sees the suspend come and tells the worker, which sleeps. Linux
 * 6.1 wakes the worker after the suspend; other kernels let it sleep on.
 */
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/freezer.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/wait.h>

static struct task_struct *task, *watcher_task;
static DECLARE_WAIT_QUEUE_HEAD(queue);
static DECLARE_COMPLETION(restored);
static bool suspended;

static int worker(void *data)
{
	set_freezable();
	while (!kthread_should_stop()) {
		wait_event_freezable(queue, suspended || kthread_should_stop());
		if (suspended) {
			suspended = false;
			complete(&restored);
		}
	}
	return 0;
}

static int watcher(void *data)
{
	set_freezable();
	while (!kthread_should_stop()) {
		if (freezing(current)) {
			suspended = true;
			try_to_freeze();
			wait_for_completion(&restored);
		}
		msleep(100);
	}
	return 0;
}

static int __init watched_init(void)
{
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	watcher_task = kthread_run(watcher, NULL, "watcher");
	if (IS_ERR(watcher_task)) {
		kthread_stop(task);
		return PTR_ERR(watcher_task);
	}
	return 0;
}

static void __exit watched_exit(void)
{
	kthread_stop(watcher_task);
	kthread_stop(task);
}

module_init(watched_init);
module_exit(watched_exit);
MODULE_DESCRIPTION("A thread is told before a suspend, and not woken after it");
MODULE_LICENSE("GPL");
