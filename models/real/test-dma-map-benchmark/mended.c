/*
 * A failed creation stops the threads before it.
 */
#include <linux/debugfs.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/sched/task.h>

static struct task_struct *map_task0;
static struct task_struct *map_task1;
static struct dentry *dir;

static int map_benchmark(void *data)
{
	while (!kthread_should_stop())
		msleep(100);
	return 0;
}

static ssize_t do_map_benchmark(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	map_task0 = kthread_create(map_benchmark, NULL, "map_benchmark");
	if (IS_ERR(map_task0))
		return PTR_ERR(map_task0);
	get_task_struct(map_task0);
	map_task1 = kthread_create(map_benchmark, NULL, "map_benchmark");
	if (IS_ERR(map_task1)) {
		kthread_stop(map_task0);
		put_task_struct(map_task0);
		return PTR_ERR(map_task1);
	}
	get_task_struct(map_task1);
	wake_up_process(map_task0);
	wake_up_process(map_task1);
	kthread_stop(map_task0);
	put_task_struct(map_task0);
	kthread_stop(map_task1);
	put_task_struct(map_task1);
	return len;
}

static const struct file_operations do_map_benchmark_fops = {
	.owner = THIS_MODULE,
	.write = do_map_benchmark,
};

static int __init dma_map_benchmark_init(void)
{
	dir = debugfs_create_dir("quiesce", NULL);
	debugfs_create_file("do_map_benchmark", 0200, dir, NULL, &do_map_benchmark_fops);
	return 0;
}

static void __exit dma_map_benchmark_exit(void)
{
	debugfs_remove(dir);
}

module_init(dma_map_benchmark_init);
module_exit(dma_map_benchmark_exit);
MODULE_DESCRIPTION("The DMA mapping benchmark leaves threads that it has created");
MODULE_LICENSE("GPL");
