/* expected: holds */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/uaccess.h>
#include <linux/miscdevice.h>
static struct task_struct *task;
static DEFINE_SPINLOCK(lock);
static int level;
static int worker(void *data)
{
	while (!kthread_should_stop())
		msleep(100);
	return 0;
}
static long pump_ioctl(struct file *f, unsigned int cmd, unsigned long arg)
{
	int v;
	if (get_user(v, (int __user *)arg))
		return -EFAULT;
	spin_lock(&lock);
	level = v;
	spin_unlock(&lock);
	wake_up_process(task);
	return 0;
}
static const struct file_operations fops = { .owner = THIS_MODULE, .unlocked_ioctl = pump_ioctl };
static struct miscdevice misc = { .name = "pump", .fops = &fops };
static int __init pump_init(void)
{
	int err;
	task = kthread_run(worker, NULL, "pump");
	if (IS_ERR(task))
		return PTR_ERR(task);
	err = misc_register(&misc);
	if (err)
		kthread_stop(task);
	return err;
}
static void __exit pump_exit(void)
{
	misc_deregister(&misc);
	kthread_stop(task);
}
module_init(pump_init);
module_exit(pump_exit);
MODULE_LICENSE("GPL");
