/*
 * The namespace is taken off the list, then freed.
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>

struct namespace {
	unsigned long count;
};

static struct task_struct *pools_task;
static struct namespace *namespace;
static DEFINE_MUTEX(ns_lock);
static bool listed = true;

static int ldlm_pools_thread(void *data)
{
	while (!kthread_should_stop()) {
		mutex_lock(&ns_lock);
		if (listed)
			namespace->count++;
		mutex_unlock(&ns_lock);
		msleep(100);
	}
	return 0;
}

static int __init ldlm_pools_init(void)
{
	namespace = kzalloc(sizeof(*namespace), GFP_KERNEL);
	if (!namespace)
		return -ENOMEM;
	pools_task = kthread_run(ldlm_pools_thread, NULL, "ldlm_pools_thread");
	if (IS_ERR(pools_task)) {
		kfree(namespace);
		return PTR_ERR(pools_task);
	}
	return 0;
}

static void __exit ldlm_pools_exit(void)
{
	mutex_lock(&ns_lock);
	listed = false;
	mutex_unlock(&ns_lock);
	kfree(namespace);
	kthread_stop(pools_task);
}

module_init(ldlm_pools_init);
module_exit(ldlm_pools_exit);
MODULE_DESCRIPTION("A thread picks a lock namespace that is being freed");
MODULE_LICENSE("GPL");
