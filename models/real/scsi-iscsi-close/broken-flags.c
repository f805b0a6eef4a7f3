/*
 * Each stops the other if that is still active: there are two flags for one
 * question.
 */
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/spinlock.h>

static struct task_struct *rx_task;
static struct task_struct *tx_task;
static DEFINE_SPINLOCK(conn_lock);
static bool rx_active = true;
static bool tx_active = true;
static bool failed;
static DECLARE_COMPLETION(closed);

static int rx_thread(void *data)
{
	while (!failed) {
		if (kthread_should_stop())
			return 0;
		msleep(100);
	}
	spin_lock(&conn_lock);
	if (!tx_active) {
		spin_unlock(&conn_lock);
		return 0;
	}
	tx_active = false;
	spin_unlock(&conn_lock);
	kthread_stop(tx_task);
	kthread_complete_and_exit(&closed, 0);
}

static int tx_thread(void *data)
{
	while (!failed) {
		if (kthread_should_stop())
			return 0;
		msleep(100);
	}
	spin_lock(&conn_lock);
	if (!rx_active) {
		spin_unlock(&conn_lock);
		return 0;
	}
	rx_active = false;
	spin_unlock(&conn_lock);
	kthread_stop(rx_task);
	kthread_complete_and_exit(&closed, 0);
}

static int __init iscsi_close_init(void)
{
	rx_task = kthread_create(rx_thread, NULL, "rx_thread");
	if (IS_ERR(rx_task))
		return PTR_ERR(rx_task);
	tx_task = kthread_create(tx_thread, NULL, "tx_thread");
	if (IS_ERR(tx_task)) {
		kthread_stop(rx_task);
		return PTR_ERR(tx_task);
	}
	wake_up_process(rx_task);
	wake_up_process(tx_task);
	return 0;
}

static void __exit iscsi_close_exit(void)
{
	failed = true;
	wait_for_completion(&closed);
}

module_init(iscsi_close_init);
module_exit(iscsi_close_exit);
MODULE_DESCRIPTION("The threads of an iSCSI connection stop each other");
MODULE_LICENSE("GPL");
